"""Until when what arrived is to be inspected."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOSES = time(18, 0)
"""The inspector's day ends: everything that arrived before is inspected the same day."""


def due_at(arrived_at: datetime, *, zone: ZoneInfo) -> datetime:
    """18:00 of the day of arrival in the company's zone; of the next day for what came later."""
    local = arrived_at.astimezone(zone)
    day = local.date() if local.time() < CLOSES else local.date() + timedelta(days=1)
    return datetime.combine(day, CLOSES, tzinfo=zone)
