"""ShopEx's hub with one shop behind it, which runs ECShop."""
