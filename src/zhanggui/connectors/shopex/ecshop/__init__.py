"""Shops that run ECShop: their goods by its own interface, their orders by ShopEx's hub."""
