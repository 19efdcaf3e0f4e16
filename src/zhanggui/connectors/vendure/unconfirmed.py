"""What no good source says of Vendure, and what we chose where it has no word for a thing. Change it here."""

from datetime import timedelta

CALLS_A_SECOND = 5
"""Vendure itself has no limit; the server in front of a shop usually has one."""

PAUSE_WHEN_UNTOLD = 60
"""Seconds to wait when a server says 429 or 503 without `Retry-After`."""

WATCHED = timedelta(days=30)
"""So long after it was placed an order is looked at for changes that do not move its `updatedAt`."""
