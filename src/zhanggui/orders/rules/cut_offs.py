"""Cut-offs of a warehouse: what has to be ready at each of them, as a window of moments by which it must have left.

A cut-off is for every carrier or for those it names; each carrier's windows reach from one of its own to the next.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

USUAL = (time(8), time(12), time(16))
"""When print clerks print, unless a warehouse says otherwise."""
LATE = "late"
EVERY = ""
"""Any carrier that no cut-off names."""


class CutOffTime(NamedTuple):
    """A time of day in the company's zone; no carriers named means all of them."""

    at: time
    carriers: frozenset[str] = frozenset()


class Window(NamedTuple):
    """What must leave after `starts` and before `ends` has to be printed at the cut-off `starts`; without one it is
    late already."""

    starts: datetime | None
    ends: datetime

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.starts:%H%M}" if self.starts else LATE


def windows_of(times: Iterable[time], *, day: date, zone: tzinfo) -> list[Window]:
    """Late, and the cut-offs of that day; the last reaches until the first of tomorrow."""
    asked = sorted(set(times)) or list(USUAL)
    starts = [datetime.combine(day, one, tzinfo=zone) for one in asked]
    ends = [*starts[1:], datetime.combine(day + timedelta(days=1), asked[0], tzinfo=zone)]
    return [Window(None, starts[0]), *map(Window, starts, ends)]


def time_named(key: str) -> time | None:
    """The time of day of that key, None when it is late. Raises ValueError."""
    if key == LATE:
        return None
    if len(key) != 4 or not key.isascii() or not key.isdigit():
        raise ValueError(key)
    return time(int(key[:2]), int(key[2:]))


def tidied(times: Iterable[CutOffTime]) -> list[CutOffTime]:
    """Each time once, to the minute: for all carriers if it is so anywhere, else for all that are named."""
    found: dict[time, frozenset[str]] = {}
    for at, carriers in times:
        minute = at.replace(second=0, microsecond=0)
        before = found.get(minute, carriers)
        found[minute] = before | carriers if before and carriers else frozenset()
    return [CutOffTime(at, carriers) for at, carriers in sorted(found.items())]


class CutOffDay:
    """The cut-offs of one warehouse on one day."""

    def __init__(self, times: Sequence[CutOffTime], *, day: date, zone: tzinfo) -> None:
        self.times = times
        self._day, self._zone = day, zone
        self.windows = windows_of((one.at for one in times), day=day, zone=zone)
        self.carriers = sorted({carrier for one in times for carrier in one.carriers})
        starts = [window.starts for window in self.windows if window.starts]
        self.edges = [*starts, *(one + timedelta(days=1) for one in starts)]
        """Every moment at which a window of any carrier begins or ends."""

    def windows_for(self, carrier: str) -> list[Window]:
        """The windows of this carrier. One that no cut-off is for goes with all of them."""
        own = [one.at for one in self.times if not one.carriers or carrier in one.carriers]
        return windows_of(own or (one.at for one in self.times), day=self._day, zone=self._zone)

    def window_for(self, carrier: str, at: time | None) -> Window | None:
        """The window of this carrier that begins at that time; None when it has none."""
        for window in self.windows_for(carrier):
            if (window.starts.time() if window.starts else None) == at:
                return window
        return None

    def row_of(self, carrier: str, edge: int) -> int | None:
        """Which of `windows` counts what must leave between the edge of that place and the next (0: before the first);
        None when it leaves with a cut-off of tomorrow."""
        moment = self.edges[edge - 1] if edge else None
        for window in self.windows_for(carrier):
            if moment is None or (window.starts is None and moment < window.ends):
                return 0
            if window.starts and window.starts <= moment < window.ends:
                return [each.starts for each in self.windows].index(window.starts)
        return None
