"""What no good source says of Shopify, and what we chose. Change it here."""

API_VERSION = "2026-04"
"""The version every call names. From this one on stock is written with `changeFromQuantity` and an idempotency key."""

CALLS_A_SECOND = 20
"""Shopify counts what a query costs, not calls, and says what is left in each answer; this only keeps us civil."""

PAUSE_WHEN_UNTOLD = 2
"""Seconds to wait when it is throttled and does not say for how long."""

LONGEST_REFILL = 12
"""Seconds a call may wait for its points: the bucket of the smallest plan is full after twenty."""

CASH_ON_DELIVERY = frozenset({"cash on delivery (cod)", "cash on delivery"})
"""Names of the way of payment with which the buyer pays at the door, in small letters."""

BULK_FROM = 2_500
"""With so many variants a shop's listings are read by a bulk operation."""

QUANTITIES_AT_ONCE = 100
"""So many stock levels are set in one call."""
