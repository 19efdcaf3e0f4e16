"""Cut-offs of a warehouse: what has to be ready at each of them, as a window of moments by which it must have left."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

USUAL = (time(8), time(12), time(16))
"""When print clerks print, unless a warehouse says otherwise."""


class Window(NamedTuple):
    """What must leave after `starts` and before `ends` has to be printed at the cut-off `starts`; without one it is
    late already."""

    starts: datetime | None
    ends: datetime

    @property
    def key(self) -> str:
        """How an address names it: both ends, so that it means the same when the times are changed."""
        return f"{self.starts:%H%M}-{self.ends:%H%M}" if self.starts else f"late-{self.ends:%H%M}"

    @property
    def name(self) -> str:
        return self.starts.strftime("%H:%M") if self.starts else "late"


def windows_of(times: Sequence[time], *, day: date, zone: tzinfo) -> list[Window]:
    """Late, and the cut-offs of that day; the last reaches until the first of tomorrow."""
    asked = sorted(set(times)) or list(USUAL)
    starts = [datetime.combine(day, one, tzinfo=zone) for one in asked]
    ends = [*starts[1:], datetime.combine(day + timedelta(days=1), asked[0], tzinfo=zone)]
    return [Window(None, starts[0]), *map(Window, starts, ends)]


def window_named(key: str, *, day: date, zone: tzinfo) -> Window:
    """The window of that key on that day. Raises ValueError."""
    start, _, end = key.partition("-")
    ends = datetime.combine(day, _read(end), tzinfo=zone)
    if start == "late":
        return Window(None, ends)
    starts = datetime.combine(day, _read(start), tzinfo=zone)
    return Window(starts, ends if ends > starts else ends + timedelta(days=1))


def _read(text: str) -> time:
    if len(text) != 4 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return time(int(text[:2]), int(text[2:]))
