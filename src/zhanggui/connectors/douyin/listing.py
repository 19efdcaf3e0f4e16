"""Which orders and cases changed, and which orders were placed (channels.md 4.3, 4.4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhanggui.connectors.asking.answers import number, raw_rows, rows
from zhanggui.connectors.douyin.client import Answer, DoudianClient
from zhanggui.connectors.douyin.errors import LABEL
from zhanggui.connectors.douyin.unconfirmed import MOST_ROWS, SETTLED_AFTER
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window, cut_windows
from zhanggui.kernel.doors.channel_refusals import ChannelDown

PAGE_SIZE = 100
USUAL = timedelta(hours=1)
LONGEST = timedelta(days=1)
ROW, RAW = "row", "raw"
"""What a listed row consists of: the payload, and the bytes it came in."""

_ORDERS, _CASES = "order.searchList", "afterSale.List"


def list_orders(doudian: DoudianClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every order changed in [since, until], newest first on the platform, so that the last page is read first."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        asked = _span("update_time_start", "update_time_end", window)
        asked |= {"order_by": "update_time", "order_asc": False, "page": page - 1, "size": PAGE_SIZE}
        return _listed(doudian.call(_ORDERS, asked), "shop_order_list")

    return _lists(doudian, ask).changes(since=since, until=until)


def list_cases(doudian: DoudianClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every case changed in [since, until]."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        asked = _span("update_start_time", "update_end_time", window)
        asked |= {"order_by": ["update_time desc"], "page": page - 1, "size": PAGE_SIZE}
        return _listed(doudian.call(_CASES, asked), "items")

    return _lists(doudian, ask).changes(since=since, until=until)


def list_placed(doudian: DoudianClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders created in [since, until], oldest first. A moment of creation never changes, so pages stand
    still; an order created in the second where two windows meet is told once."""
    last: set[str] = set()
    for window in cut_windows(since=since, until=until, usual=LONGEST, longest=LONGEST):
        told: set[str] = set()
        page, more = 0, True
        while more:
            asked = _span("create_time_start", "create_time_end", window)
            asked |= {"order_by": "create_time", "order_asc": True, "page": page, "size": PAGE_SIZE}
            answer = doudian.call(_ORDERS, asked)
            numbers = [str(row.get("order_id") or "") for row in rows(answer.data, "shop_order_list")]
            yield [one for one in numbers if one and one not in last]
            told.update(numbers)
            page, more = page + 1, (page + 1) * PAGE_SIZE < _total(answer)
        last = told


def newest_order(doudian: DoudianClient) -> dict[str, Any]:
    """The order placed last, empty when there was none for two months: who speaks is told in it."""
    now = doudian.clock()
    asked = _span("create_time_start", "create_time_end", Window(now - timedelta(days=60), now, now))
    answer = doudian.call(_ORDERS, asked | {"order_by": "create_time", "order_asc": False, "page": 0, "size": 1})
    return dict(next(iter(rows(answer.data, "shop_order_list")), {}))


def _lists(doudian: DoudianClient, ask: Callable[[Window, int, bool], Listed]) -> Lists:
    return Lists(
        ask,
        PAGE_SIZE,
        doudian.clock,
        settled_after=SETTLED_AFTER,
        usual=USUAL,
        longest=LONGEST,
        most=MOST_ROWS,
    )


def _listed(answer: Answer, name: str) -> Listed:
    payloads = rows(answer.data, name) if isinstance(answer.data.get(name), list) else []
    pairs = zip(payloads, raw_rows(answer.raw, name), strict=True)
    return Listed(rows=[{ROW: row, RAW: raw} for row, raw in pairs], total=_total(answer))


def _total(answer: Answer) -> int:
    total = number(answer.data, "total")
    if total is None:
        raise ChannelDown(channel=LABEL, reason="a list without its total")
    return total


def _span(start: str, end: str, window: Window) -> dict[str, Any]:
    """The window in the platform's words: seconds, both ends inside."""
    return {start: int(window.start.timestamp()), end: int(window.end.timestamp())}
