"""Orders read from the shop, those changed longest ago first. A cursor names the last row, so an order that changes
meanwhile comes again at the end and no other moves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import is_true, rows, text
from zhanggui.connectors.saleor.client import LABEL, Row, SaleorClient, part
from zhanggui.connectors.saleor.orders import ORDER, read_cases, read_order, set_aside
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

PAGE_SIZE = 100
"""The most a list takes."""
SETTLED_AFTER = timedelta(seconds=30)
LIST = """query Orders($first: Int!, $after: String, $filter: OrderFilterInput, $sort: OrderSortingInput) {
  orders(first: $first, after: $after, filter: $filter, sortBy: $sort) {
    pageInfo { hasNextPage endCursor } edges { node { %s } } } }"""
ONE = f"query Order($id: ID!) {{ order(id: $id) {{ {ORDER} }} }}"


def read_pages(saleor: SaleorClient, *, since: datetime, until: datetime) -> Iterator[Page]:
    """Every order changed since, page by page."""
    for listed, covered_to in _changes(saleor, since=since, until=until):
        orders, aside = _read(listed)
        yield Page(orders=orders, set_aside=aside, covered_to=covered_to)


def read_refunds(saleor: SaleorClient, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
    """Every refund of these orders."""
    for listed, covered_to in _changes(saleor, since=since, until=until):
        cases: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for row in listed:
            try:
                cases.extend(read_cases(row))
            except UnreadableOrder as refusal:
                aside.append(set_aside(row, refusal))
        yield RefundPage(refunds=cases, set_aside=aside, covered_to=covered_to)


def read_placed(saleor: SaleorClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Ids of the orders placed in [since, until]. The filter knows days only: the moments are looked at here."""
    wanted = {"created": {"gte": f"{since.astimezone(UTC):%Y-%m-%d}", "lte": f"{until.astimezone(UTC):%Y-%m-%d}"}}
    first, last = since.replace(microsecond=0), until
    for listed, _ in _pages(saleor, wanted, "id created", "CREATED_AT"):
        yield [text(row, "id") for row in listed if first <= datetime.fromisoformat(text(row, "created")) <= last]


def read_numbers(saleor: SaleorClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now; what the shop answers with nothing is unknown."""
    found: list[Row] = []
    unknown: list[SetAside] = []
    for own in dict.fromkeys(numbers):
        row = show_order(saleor, own)
        if row is None:
            unknown.append(SetAside(number=own, refusal=OrderUnknown(channel=LABEL, number=own), raw=b""))
        else:
            found.append(row)
    orders, aside = _read(found)
    return Page(orders=orders, set_aside=[*unknown, *aside])


def show_order(saleor: SaleorClient, own: str) -> Row | None:
    """An id that is none of Saleor's is an order it does not know."""
    try:
        row = saleor.ask("order", ONE, id=own).get("order")
    except ChannelRefused as refused:
        if refused.data.get("code") != "GraphQLError":
            raise
        return None
    return row if isinstance(row, dict) else None


def _read(listed: Iterable[Row]) -> tuple[list[ChannelOrder], list[SetAside]]:
    orders: list[ChannelOrder] = []
    aside: list[SetAside] = []
    for row in listed:
        try:
            orders.append(read_order(row))
        except UnreadableOrder as refusal:
            aside.append(set_aside(row, refusal))
    return orders, aside


def _changes(saleor: SaleorClient, *, since: datetime, until: datetime) -> Iterator[tuple[list[Row], datetime | None]]:
    settled = max(since, min(until, saleor.clock() - SETTLED_AFTER))
    seen: set[tuple[str, str]] = set()
    for listed, is_last in _pages(saleor, {"updatedAt": {"gte": _stamp(since)}}, ORDER, "LAST_MODIFIED_AT"):
        fresh = {(text(row, "id"), text(row, "updatedAt")): row for row in listed}
        yield [row for version, row in fresh.items() if version not in seen], settled if is_last else None
        seen |= fresh.keys()


def _pages(saleor: SaleorClient, wanted: Row, fields: str, by: str) -> Iterator[tuple[list[Row], bool]]:
    after, is_last = None, False
    sort = {"field": by, "direction": "ASC"}
    while not is_last:
        asked = saleor.ask("orders", LIST % fields, first=PAGE_SIZE, after=after, filter=wanted, sort=sort)
        found = part(asked, "orders")
        info = part(found, "pageInfo")
        after, is_last = text(info, "endCursor"), not is_true(info.get("hasNextPage"))
        yield [part(edge, "node") for edge in rows(found, "edges")], is_last


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
