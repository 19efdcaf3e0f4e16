"""Orders read from the shop.

Paying, sending and delivering do not move the `updatedAt` of an order (measured), so every order placed in the last
weeks is listed, and those of which any part changed since are told. The list is open to the end and sorted by id:
orders only come to it, so reading it forwards loses none.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.vendure.client import LABEL, Row, VendureClient, part
from zhanggui.connectors.vendure.orders import ORDER, identify, modified, placed_at, read_cases, read_order, set_aside
from zhanggui.connectors.vendure.unconfirmed import WATCHED
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage

PAGE_SIZE = 100
SETTLED_AFTER = timedelta(minutes=2)
ZONES = timedelta(hours=15)
"""By so much what a list compares may be off: moments lie in the server's own zone and are compared with UTC
(measured), so every list is asked for more than is wanted."""
LIST = "query Orders($options: OrderListOptions) { orders(options: $options) { totalItems items { %s } } }"
ONE = f"query Order($id: ID!) {{ order(id: $id) {{ {ORDER} }} }}"


def read_pages(vendure: VendureClient, *, since: datetime, until: datetime) -> Iterator[Page]:
    """Every order of which something changed since, page by page."""
    for listed, covered_to in _changes(vendure, since=since, until=until):
        orders: list[ChannelOrder] = []
        aside: list[SetAside] = []
        for row in listed:
            try:
                orders.append(read_order(row))
            except UnreadableOrder as refusal:
                aside.append(set_aside(row, refusal))
        yield Page(orders=orders, set_aside=aside, covered_to=covered_to)


def read_refunds(vendure: VendureClient, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
    """Every refund of these orders."""
    for listed, covered_to in _changes(vendure, since=since, until=until):
        cases: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for row in listed:
            try:
                cases.extend(read_cases(row))
            except UnreadableOrder as refusal:
                aside.append(set_aside(row, refusal))
        yield RefundPage(refunds=cases, set_aside=aside, covered_to=covered_to)


def read_placed(vendure: VendureClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until]."""
    between = {"orderPlacedAt": {"between": {"start": _stamp(since - ZONES), "end": _stamp(until + ZONES)}}}
    start, end = since.replace(microsecond=0), until
    for page, _ in _pages(vendure, between, "id orderPlacedAt"):
        yield [text(row, "id") for row in page if _is_placed(row, start, end)]


def read_numbers(vendure: VendureClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now; what the shop answers with nothing is unknown."""
    orders: list[ChannelOrder] = []
    aside: list[SetAside] = []
    for own in dict.fromkeys(numbers):
        row = show_order(vendure, own)
        if row is None:
            aside.append(SetAside(number=own, refusal=OrderUnknown(channel=LABEL, number=own), raw=b""))
            continue
        try:
            orders.append(read_order(row))
        except UnreadableOrder as refusal:
            aside.append(set_aside(row, refusal))
    return Page(orders=orders, set_aside=aside)


def show_order(vendure: VendureClient, own: str) -> Row | None:
    row = vendure.ask("order", ONE, id=own).get("order")
    return row if isinstance(row, dict) else None


def _changes(
    vendure: VendureClient, *, since: datetime, until: datetime
) -> Iterator[tuple[list[Row], datetime | None]]:
    settled = max(since, min(until, vendure.clock() - SETTLED_AFTER))
    watched = {
        "_or": [{"updatedAt": {"after": _stamp(since - ZONES)}}, {"orderPlacedAt": {"after": _stamp(since - WATCHED)}}],
        "active": {"eq": False},
    }
    seen: set[tuple[str, str]] = set()
    for page, is_last in _pages(vendure, watched, ORDER):
        fresh = {(text(row, "id"), text(row, "updatedAt")): row for row in page if _is_new(row, since)}
        yield [row for version, row in fresh.items() if version not in seen], settled if is_last else None
        seen |= fresh.keys()


def _is_placed(row: Row, start: datetime, end: datetime) -> bool:
    """One that does not say when was placed then, as far as anybody knows."""
    try:
        return start <= placed_at(row) <= end
    except UnreadableOrder:
        return True


def _is_new(row: Row, since: datetime) -> bool:
    try:
        return modified(row) >= since.replace(microsecond=0) and bool(identify(row))
    except UnreadableOrder:
        return True


def _pages(vendure: VendureClient, wanted: Row, fields: str) -> Iterator[tuple[list[Row], bool]]:
    skip, is_last = 0, False
    while not is_last:
        options = {"filter": wanted, "sort": {"id": "ASC"}, "skip": skip, "take": PAGE_SIZE}
        found = part(vendure.ask("orders", LIST % fields, options=options), "orders")
        skip += PAGE_SIZE
        is_last = (number(found, "totalItems") or 0) <= skip
        yield rows(found, "items"), is_last


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
