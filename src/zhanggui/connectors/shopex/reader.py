"""Orders read from the hub: a list names them by their last change, each is then read in full."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.selling.full import FullReader, OrderUnknown
from zhanggui.connectors.selling.listing import Listed, Lists, Window
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.shopex.client import HubClient
from zhanggui.connectors.shopex.orders import identify, read_order, set_aside
from zhanggui.connectors.shopex.unconfirmed import SETTLED_AFTER, UNKNOWN_ORDER
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

PAGE_SIZE = 100
USUAL, LONGEST = timedelta(minutes=30), timedelta(days=1)
LIST, ONE = "store.trades.sold.get", "store.trade.fullinfo.get"
FIELDS = "tid,status,pay_status,ship_status,modified,created"
Row = Mapping[str, Any]


def read_pages(hub: HubClient, *, since: datetime, until: datetime) -> Iterator[Page]:
    """Every order changed in [since, until], page by page."""
    lists = Lists(
        lambda window, page, _: _ask(hub, window, page), PAGE_SIZE, hub.clock,
        settled_after=SETTLED_AFTER, usual=USUAL, longest=LONGEST,
    )  # fmt: skip
    return _reader(hub).pages(lists.changes(since=since, until=until))


def read_numbers(hub: HubClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now."""
    return _reader(hub).numbers(numbers)


def read_placed(hub: HubClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until]. The list knows moments of change only, and none is before the
    order was placed: whatever changed since is listed, and those placed earlier or later are left out."""
    first, last = beijing(since), beijing(until)
    whole = Window(since, max(hub.clock(), until) + timedelta(seconds=1), covers=until)
    page, more = 1, True
    while more:
        listed = _ask(hub, whole, page)
        yield [text(row, "tid") for row in listed.rows if first <= text(row, "created") <= last]
        page, more = page + 1, page * PAGE_SIZE < listed.total


def fetch_order(hub: HubClient, number: str) -> Row:
    """The hub's own words for one order; nothing for one that is not there. Raises ChannelRefused."""
    try:
        data = hub.call(ONE, {"tid": number})
    except ChannelRefused as refused:
        if refused.data.get("code") in UNKNOWN_ORDER:
            return {}
        raise
    order = data.get("trade") if isinstance(data, dict) else None
    return order if isinstance(order, dict) else {}


def _ask(hub: HubClient, window: Window, page: int) -> Listed:
    data = hub.call(
        LIST,
        {
            "start_time": beijing(window.start), "end_time": beijing(window.end), "fields": FIELDS,
            "page_no": str(page), "page_size": str(PAGE_SIZE),
        },
    )  # fmt: skip
    total = text(data if isinstance(data, dict) else {}, "total_results")
    if not total.isdecimal():
        raise ChannelDown(channel=hub.label, reason="a list without its total")
    return Listed(rows=rows(data, "trades", "trade"), total=int(total))


def _reader(hub: HubClient) -> FullReader:
    return FullReader(
        read=partial(_read, hub),
        identify=identify,
        version=lambda row: text(row, "modified"),
        aside=set_aside,
    )


def _read(hub: HubClient, number: str) -> ChannelOrder | SetAside:
    order = fetch_order(hub, number)
    if not order:
        return SetAside(number=number, refusal=OrderUnknown(channel=hub.label, number=number), raw=b"")
    try:
        return read_order(order)
    except UnreadableOrder as refusal:
        return set_aside(order, refusal)
