"""The other side's clock, and its way of writing moments: text of GMT+8 without a zone, whole seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

GMT8 = timezone(timedelta(hours=8))


class Clock:
    """Real time (or a source of your own) plus what somebody has moved it by."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or (lambda: datetime.now(UTC))
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return self._source() + self._offset

    def advance(self, **spans: float) -> datetime:
        """Move the clock and return the new time."""
        self._offset += timedelta(**spans)
        return self()


def standing_still(at: datetime = datetime(2025, 3, 4, 2, 0, tzinfo=UTC)) -> Clock:
    """A clock that moves only when it is moved; it starts at ten in the morning in Shanghai."""
    return Clock(lambda: at)


def written(at: datetime) -> str:
    """The moment as Chinese couriers write it."""
    return at.astimezone(GMT8).strftime("%Y-%m-%d %H:%M:%S")
