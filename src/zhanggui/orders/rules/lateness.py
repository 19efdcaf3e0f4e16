"""Late means one thing wherever it is said: the nearer of both deadlines, `ship_by`, has passed. Pure."""

from datetime import datetime

LATE = "late"
"""How an address names it."""


def is_late(ship_by: datetime | None, *, at: datetime) -> bool:
    """To leave at that moment is too late. What has no deadline never is."""
    return ship_by is not None and ship_by < at
