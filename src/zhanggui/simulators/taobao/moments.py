"""The platform's clock and its way of writing moments: GMT+8 text without a zone, whole seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

GMT8 = timezone(timedelta(hours=8))
FORMAT = "%Y-%m-%d %H:%M:%S"


class Clock:
    """The platform's clock: real time (or a source of your own) plus what a test has moved it by."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or (lambda: datetime.now(UTC))
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return self._source() + self._offset

    def advance(self, seconds: float) -> datetime:
        """Move the platform's clock and return the new time."""
        self._offset += timedelta(seconds=seconds)
        return self()


def written(at: datetime) -> str:
    """The moment as the platform writes it."""
    return at.astimezone(GMT8).strftime(FORMAT)


def read(text: str) -> datetime:
    """The moment a platform text stands for; ValueError when it is none."""
    return datetime.strptime(text, FORMAT).replace(tzinfo=GMT8)


def second(at: datetime | str) -> int:
    """Whole seconds since 1970, the key by which the lists are ordered."""
    moment = read(at) if isinstance(at, str) else at
    return int(moment.timestamp())
