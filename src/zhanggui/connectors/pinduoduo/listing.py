"""Which orders and cases changed, and which deals were made (channels.md 3.3, 3.4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhanggui.connectors.asking.answers import is_true, number, raw_rows, rows, text
from zhanggui.connectors.pinduoduo.client import Answer, PopClient
from zhanggui.connectors.pinduoduo.errors import LABEL
from zhanggui.connectors.pinduoduo.unconfirmed import ALL_CASES, CLOCKS_DIFFER
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window, cut_windows
from zhanggui.kernel.doors.channel_refusals import ChannelDown

PAGE_SIZE = 100
WINDOW = timedelta(minutes=30)
LONGEST_BY_DEAL = timedelta(hours=24)
BEHIND = timedelta(minutes=3) + CLOCKS_DIFFER
"""A list ends so long before now: what changed later may still appear in it."""
ROW, RAW = "row", "raw"
"""What a listed case consists of: the payload, and the bytes it came in."""

_BY_CHANGE, _BY_DEAL = "pdd.order.number.list.increment.get", "pdd.order.list.get"
_CASES = "pdd.refund.list.increment.get"
_EVERY_STATE = {"order_status": "5", "refund_status": "5"}
_EVERY_KIND = "1"


def list_orders(pdd: PopClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every order changed in [since, until], as far as lists may tell. The last page is read first."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        asked = _span("start_updated_at", "end_updated_at", window) | _EVERY_STATE | _page(page, count=count)
        answer = pdd.call(_BY_CHANGE, asked | {"is_lucky_flag": "0"})
        return Listed(rows=rows(answer.content, "order_sn_list"), total=_total(answer) if count else 0)

    return _changes(pdd, ask, since=since, until=until)


def list_cases(pdd: PopClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every case changed in [since, until], as far as lists may tell."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        asked = _span("start_updated_at", "end_updated_at", window)
        asked |= {"after_sales_type": _EVERY_KIND, "after_sales_status": str(ALL_CASES)}
        answer = pdd.call(_CASES, asked | {"page": str(page), "page_size": str(PAGE_SIZE)})
        return Listed(rows=_paired(answer, "refund_list"), total=_total(answer))

    return _changes(pdd, ask, since=since, until=until)


def list_placed(pdd: PopClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the deals made in [since, until]. A moment of deal never changes: a new deal only moves the others to
    later pages, and what is told twice is given once."""
    seen: set[str] = set()
    for window in cut_windows(since=since, until=until, usual=LONGEST_BY_DEAL, longest=LONGEST_BY_DEAL):
        page, more = 1, True
        while more:
            asked = _span("start_confirm_at", "end_confirm_at", window) | _EVERY_STATE | _page(page, count=False)
            answer = pdd.call(_BY_DEAL, asked)
            numbers = [text(row, "order_sn") for row in rows(answer.content, "order_list")]
            fresh = [one for one in dict.fromkeys(numbers) if one and one not in seen]
            seen.update(fresh)
            yield fresh
            page, more = page + 1, is_true(answer.content.get("has_next"))


def _changes(
    pdd: PopClient, ask: Callable[[Window, int, bool], Listed], *, since: datetime, until: datetime
) -> Iterator[ListedPage]:
    """No window ends later than the platform may be asked for; the cursor follows."""
    lists = Lists(ask, PAGE_SIZE, pdd.clock, settled_after=BEHIND, usual=WINDOW, longest=WINDOW)
    return lists.changes(since=since, until=min(until, (pdd.clock() - BEHIND).replace(microsecond=0)))


def _span(start: str, end: str, window: Window) -> dict[str, str]:
    """The window in the platform's words: seconds, both ends inside."""
    return {start: str(int(window.start.timestamp())), end: str(int(window.end.timestamp()))}


def _page(page: int, *, count: bool) -> dict[str, str]:
    """Pages count from one; rows that are not counted come faster."""
    return {"page": str(page), "page_size": str(PAGE_SIZE), "use_has_next": "false" if count else "true"}


def _paired(answer: Answer, name: str) -> list[Mapping[str, Any]]:
    payloads = rows(answer.content, name) if isinstance(answer.content.get(name), list) else []
    pairs = zip(payloads, raw_rows(answer.raw, name), strict=True)
    return [{ROW: row, RAW: raw} for row, raw in pairs]


def _total(answer: Answer) -> int:
    total = number(answer.content, "total_count")
    if total is None:
        raise ChannelDown(channel=LABEL, reason="a list without its total")
    return total
