"""Which trades changed, and which were placed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.taobao.client import Answer, TopClient
from zhanggui.connectors.taobao.errors import LABEL
from zhanggui.kernel.doors.channel_refusals import ChannelDown

PAGE_SIZE = 50
SETTLED_AFTER = timedelta(seconds=5)
USUAL = timedelta(minutes=30)
LONGEST = timedelta(days=1)

_METHOD = "taobao.trades.sold.increment.get"
_BY_CREATION = "taobao.trades.sold.get"


def list_changes(top: TopClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every page of every window in [since, until]."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        answer = _ask(top, window, page=page, count=count)
        return Listed(rows=_trades(answer), total=read_total(answer) if count else 0)

    lists = Lists(ask, PAGE_SIZE, top.clock, settled_after=SETTLED_AFTER, usual=USUAL, longest=LONGEST)
    return lists.changes(since=since, until=until)


def list_placed(top: TopClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the trades created in [since, until]. A moment of creation never changes, so pages stand still."""
    page, more = 1, True
    while more:
        answer = top.call(
            _BY_CREATION,
            {
                "fields": "tid,tid_str",
                "start_created": beijing(since),
                "end_created": beijing(until),
                "page_no": str(page),
                "page_size": str(PAGE_SIZE),
                "use_has_next": "true",
            },
        )
        yield [str(row.get("tid_str") or row.get("tid")) for row in _trades(answer)]
        page, more = page + 1, is_true(answer.content.get("has_next"))


def _ask(top: TopClient, window: Window, *, page: int, count: bool) -> Answer:
    return top.call(
        _METHOD,
        {
            "fields": "tid,tid_str,modified",
            "start_modified": beijing(window.start),
            "end_modified": beijing(window.end),
            "page_no": str(page),
            "page_size": str(PAGE_SIZE),
            "use_has_next": "false" if count else "true",
        },
    )


def read_total(answer: Answer) -> int:
    """How many rows the window has."""
    total = str(answer.content.get("total_results", ""))
    if not total.isdecimal():
        raise ChannelDown(channel=LABEL, reason="a list without its total")
    return int(total)


def _trades(answer: Answer) -> list[Mapping[str, Any]]:
    return rows(answer.content, "trades", "trade")
