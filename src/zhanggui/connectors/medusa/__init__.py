"""Shops that run Medusa v2."""
