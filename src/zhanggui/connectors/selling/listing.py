"""Which orders changed, page by page, so that none is lost while the platform keeps moving them.

For platforms whose list of changes is sorted newest first (Taobao, Pinduoduo). An order that changes again leaves its
place. In a window that lies wholly in the past it leaves the window, everything behind it moves one place forward, and
only reading the last page first is sure to meet every order. In a window that still runs it comes back at the top and
pushes orders onto pages already read; such a window is therefore only trusted when it fits on one page, and the cursor
stays before it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Window:
    """Changes from `start` to `end`. Once its last page is stored, everything up to `covers` is."""

    start: datetime
    end: datetime
    covers: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the platform gave it, newest change first, and how many rows the window has where that was asked."""

    rows: Rows
    total: int = 0


@dataclass(frozen=True, slots=True)
class ListedPage:
    """Rows of the list, oldest change first. `covered_to` as in the kernel's Page."""

    rows: Rows
    covered_to: datetime | None


@dataclass(frozen=True, slots=True)
class Lists:
    """How one platform is asked for a page (from 1) of a window, counting the whole or not, and how it must be asked.

    `settled_after`: so long after a moment a change of it may still appear. `most`: so many rows of a window can be
    paged through; a window of the past with more of them is cut in halves.
    """

    ask: Callable[[Window, int, bool], Listed]
    page_size: int
    clock: Callable[[], datetime]
    settled_after: timedelta
    usual: timedelta
    longest: timedelta
    most: int = 10**9

    def changes(self, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
        """Every page of every window in [since, until]."""
        for window in cut_windows(since=since, until=until, usual=self.usual, longest=self.longest):
            yield from self._window(window, settled=self.clock().replace(microsecond=0) - self.settled_after)

    def _window(self, window: Window, *, settled: datetime) -> Iterator[ListedPage]:
        first = self.ask(window, 1, True)
        pages = ceil(first.total / self.page_size)
        is_past = window.end <= settled
        half = (window.start + (window.end - window.start) / 2).replace(microsecond=0)
        if pages <= 1:
            covered_to = max(window.start, min(window.covers, settled))
            yield ListedPage(rows=first.rows[::-1], covered_to=covered_to)
        elif window.start < settled < window.end:
            yield from self._window(Window(window.start, settled, covers=settled), settled=settled)
            yield from self._window(Window(settled, window.end, covers=settled), settled=settled)
        elif first.total > self.most and is_past and half > window.start:
            yield from self._window(Window(window.start, half, covers=half), settled=settled)
            yield from self._window(Window(half, window.end, covers=window.covers), settled=settled)
        else:
            covered_to = window.covers if is_past else window.start
            for page in range(min(pages, ceil(self.most / self.page_size)), 0, -1):
                listed = self.ask(window, page, False)
                yield ListedPage(rows=listed.rows[::-1], covered_to=covered_to if page == 1 else None)


def cut_windows(*, since: datetime, until: datetime, usual: timedelta, longest: timedelta) -> Iterator[Window]:
    """Windows that meet at whole seconds: of the usual length each, or of the longest the platform takes when more
    than that is to be caught up."""
    start = since.replace(microsecond=0)
    end = until if until.microsecond == 0 else until.replace(microsecond=0) + timedelta(seconds=1)
    length = usual if end - start <= longest else longest
    while start < end:
        stop = min(start + length, end)
        yield Window(start=start, end=stop, covers=stop)
        start = stop
