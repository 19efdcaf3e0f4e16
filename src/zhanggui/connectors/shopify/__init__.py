"""Shops on Shopify."""
