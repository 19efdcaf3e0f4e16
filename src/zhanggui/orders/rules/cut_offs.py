"""Cut-offs of a warehouse: what has to be ready at each of them, as a window of moments by which it must have left.

A cut-off is for every carrier or for those it names; each carrier's windows reach from one of its own to the next.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from zhanggui.orders.rules.lateness import LATE

USUAL = (time(8), time(12), time(16))
"""When print clerks print, unless a warehouse says otherwise."""
EVERY = ""
"""Any carrier that no cut-off names."""


class CutOffTime(NamedTuple):
    """A time of day in the company's zone; no carriers named means all of them."""

    at: time
    carriers: frozenset[str] = frozenset()


class Window(NamedTuple):
    """What must leave from `starts` on and before `ends`, and still can in time, has to be printed at `cut_off`;
    without a cut-off it is what is late."""

    cut_off: datetime | None
    starts: datetime | None
    ends: datetime

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.cut_off:%H%M}" if self.cut_off else LATE


def windows_of(times: Iterable[time], *, at: datetime, zone: tzinfo) -> list[Window]:
    """What is late at that moment, and the cut-offs of its day: the first takes all that must leave before the second,
    the last reaches until the first of tomorrow."""
    day = at.astimezone(zone).date()
    asked = sorted(set(times)) or list(USUAL)
    cut_offs = [datetime.combine(day, one, tzinfo=zone) for one in asked]
    ends = [*cut_offs[1:], datetime.combine(day + timedelta(days=1), asked[0], tzinfo=zone)]
    return [Window(None, None, at), *map(Window, cut_offs, [None, *cut_offs[1:]], ends)]


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
    """The cut-offs of one warehouse on the day of that moment, and what is late at it."""

    def __init__(self, times: Sequence[CutOffTime], *, at: datetime, zone: tzinfo) -> None:
        self.times = times
        self._at, self._zone = at, zone
        self.windows = windows_of((one.at for one in times), at=at, zone=zone)
        self.carriers = sorted({carrier for one in times for carrier in one.carriers})
        cut_offs = [window.cut_off for window in self.windows if window.cut_off]
        self.edges = [*cut_offs, *(one + timedelta(days=1) for one in cut_offs)]
        """Every moment at which a window of any carrier begins or ends, but for what is late."""

    def windows_for(self, carrier: str) -> list[Window]:
        """The windows of this carrier. One that no cut-off is for goes with all of them."""
        own = [one.at for one in self.times if not one.carriers or carrier in one.carriers]
        return windows_of(own or (one.at for one in self.times), at=self._at, zone=self._zone)

    def window_for(self, carrier: str, at: time | None) -> Window | None:
        """The window of this carrier for the cut-off at that time, or of what is late; None when it has none."""
        for window in self.windows_for(carrier):
            if (window.cut_off.time() if window.cut_off else None) == at:
                return window
        return None

    def row_of(self, carrier: str, edge: int, *, is_late: bool) -> int | None:
        """Which of `windows` counts what must leave between the edge of that place and the next (0: before the first);
        None when it leaves with a cut-off of tomorrow."""
        if is_late:
            return 0
        moment = self.edges[edge - 1] if edge else None
        for window in self.windows_for(carrier):
            if window.cut_off and (moment is None or moment < window.ends):
                return [each.cut_off for each in self.windows].index(window.cut_off)
        return None
