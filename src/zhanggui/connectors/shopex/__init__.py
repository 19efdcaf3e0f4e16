"""Shops that ShopEx's hub reaches, and ECShop among them."""
