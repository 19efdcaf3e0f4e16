"""Shops that run WooCommerce."""
