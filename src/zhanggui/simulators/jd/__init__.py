"""Plays 京东 for a seller's shop: orders, shipping, refunds, goods."""
