"""Which trades changed, page by page, so that none is lost while the platform keeps moving them.

The list of changes is sorted newest first and a trade that changes again leaves its place. In a window that lies
wholly in the past it leaves the window, everything behind it moves one place forward, and only reading the last page
first is sure to meet every trade. In a window that still runs it comes back at the top and pushes trades onto pages
already read; such a window is therefore only trusted when it fits on one page, and the cursor stays before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from zhanggui.connectors.taobao.answers import is_true, rows
from zhanggui.connectors.taobao.client import Answer, TopClient
from zhanggui.connectors.taobao.errors import BEIJING, LABEL
from zhanggui.kernel.doors.channel import ChannelDown

PAGE_SIZE = 50
SETTLED_AFTER = timedelta(seconds=5)  # until then a change of that moment may still appear

_METHOD = "taobao.trades.sold.increment.get"
_BY_CREATION = "taobao.trades.sold.get"
_LONGEST = timedelta(days=1)
_USUAL = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Window:
    """Changes from `start` to `end`. Once its last page is stored, everything up to `covers` is."""

    start: datetime
    end: datetime
    covers: datetime


@dataclass(frozen=True, slots=True)
class ListedPage:
    """Rows of the list, oldest change first. `covered_to` as in the kernel's Page."""

    rows: Sequence[Mapping[str, Any]]
    covered_to: datetime | None


def cut_windows(*, since: datetime, until: datetime) -> Iterator[Window]:
    """Windows that meet at whole seconds: half an hour each, or a day each when more than a day is to be caught up."""
    start = since.replace(microsecond=0)
    end = until if until.microsecond == 0 else until.replace(microsecond=0) + timedelta(seconds=1)
    length = _USUAL if end - start <= _LONGEST else _LONGEST
    while start < end:
        stop = min(start + length, end)
        yield Window(start=start, end=stop, covers=stop)
        start = stop


def list_changes(top: TopClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every page of every window in [since, until]."""
    for window in cut_windows(since=since, until=until):
        settled = top.clock().replace(microsecond=0) - SETTLED_AFTER
        yield from _list_window(top, window, settled=settled)


def _list_window(top: TopClient, window: Window, *, settled: datetime) -> Iterator[ListedPage]:
    first = _ask(top, window, page=1, has_next=False)
    pages = ceil(_total(first) / PAGE_SIZE)
    if pages <= 1:
        covered_to = max(window.start, min(window.covers, settled))
        yield ListedPage(rows=_oldest_first(first), covered_to=covered_to)
    elif window.start < settled < window.end:
        yield from _list_window(top, Window(window.start, settled, covers=settled), settled=settled)
        yield from _list_window(top, Window(settled, window.end, covers=settled), settled=settled)
    else:
        covered_to = window.covers if window.end <= settled else window.start
        for page in range(pages, 0, -1):
            answer = _ask(top, window, page=page, has_next=True)
            yield ListedPage(rows=_oldest_first(answer), covered_to=covered_to if page == 1 else None)


def list_placed(top: TopClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the trades created in [since, until]. A moment of creation never changes, so pages stand still."""
    page, more = 1, True
    while more:
        answer = top.call(
            _BY_CREATION,
            {
                "fields": "tid,tid_str",
                "start_created": _beijing(since),
                "end_created": _beijing(until),
                "page_no": str(page),
                "page_size": str(PAGE_SIZE),
                "use_has_next": "true",
            },
        )
        listed = [row for row in rows(answer.content, "trades", "trade") if isinstance(row, dict)]
        yield [str(row.get("tid_str") or row.get("tid")) for row in listed]
        page, more = page + 1, is_true(answer.content.get("has_next"))


def _ask(top: TopClient, window: Window, *, page: int, has_next: bool) -> Answer:
    return top.call(
        _METHOD,
        {
            "fields": "tid,tid_str,modified",
            "start_modified": _beijing(window.start),
            "end_modified": _beijing(window.end),
            "page_no": str(page),
            "page_size": str(PAGE_SIZE),
            "use_has_next": "true" if has_next else "false",
        },
    )


def _total(answer: Answer) -> int:
    total = str(answer.content.get("total_results", ""))
    if not total.isdecimal():
        raise ChannelDown(channel=LABEL, reason="a list without its total")
    return int(total)


def _oldest_first(answer: Answer) -> Sequence[Mapping[str, Any]]:
    listed = [row for row in rows(answer.content, "trades", "trade") if isinstance(row, dict)]
    return listed[::-1]


def _beijing(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
