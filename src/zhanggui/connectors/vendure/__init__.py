"""Shops that run Vendure."""
