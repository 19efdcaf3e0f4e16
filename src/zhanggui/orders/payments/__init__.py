"""Payments: the events of an order's money, and the gates they open."""
