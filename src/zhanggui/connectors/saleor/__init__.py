"""Shops that run Saleor."""
