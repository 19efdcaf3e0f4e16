"""Orders read from the shop.

The list of changes is sorted by the moment of the last change, oldest first, and paged by a cursor that names the last
row: an order that changes meanwhile comes again at the end, and no other moves. So each page is complete in itself, and
what changed before its last row is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows, text
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.shopify.client import LABEL, Row, ShopifyClient, gid, is_number, own_id, part
from zhanggui.connectors.shopify.orders import (
    LINES,
    ORDER,
    REFUNDS,
    line_rows,
    modified,
    read_cases,
    read_order,
    set_aside,
)
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage

PAGE_SIZE = 10
"""With their first lines: more of them would cost more than the thousand points one query may."""
THIN_SIZE = 50
NAMES_AT_ONCE = 250
SETTLED_AFTER = timedelta(minutes=2)
CHANGED = """query Changed($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor } nodes { %s } } }"""
WITH_REFUNDS = " AND (financial_status:refunded OR financial_status:partially_refunded)"
PLACED = """query Placed($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: CREATED_AT) {
    pageInfo { hasNextPage endCursor } nodes { id } } }"""
THESE = f"query These($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Order {{ {ORDER} }} }} }}"
BACK = f"query Back($id: ID!) {{ order(id: $id) {{ {REFUNDS} }} }}"
MORE = f"""query More($id: ID!, $after: String) {{
  order(id: $id) {{ lineItems(first: 150, after: $after) {{ {LINES} }} }} }}"""


def read_pages(shopify: ShopifyClient, *, since: datetime, until: datetime) -> Iterator[Page]:
    """Every order changed in [since, until], page by page."""
    for listed, covered_to in _changes(shopify, ORDER, PAGE_SIZE, since=since, until=until):
        orders, aside = _read(shopify, listed)
        yield Page(orders=orders, set_aside=aside, covered_to=covered_to)


def read_refunds(shopify: ShopifyClient, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
    """Every refund of the orders changed in [since, until] of which money went back: a refund changes its order."""
    thin = "id updatedAt"
    for listed, covered_to in _changes(shopify, thin, THIN_SIZE, since=since, until=until, more=WITH_REFUNDS):
        cases: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for row in listed:
            own = shopify.ask("order", BACK, id=text(row, "id")).get("order")
            if not isinstance(own, dict):
                continue  # deleted meanwhile
            try:
                cases.extend(read_cases(own))
            except UnreadableOrder as refusal:
                aside.append(set_aside(own, refusal))
        yield RefundPage(refunds=cases, set_aside=aside, covered_to=covered_to)


def read_placed(shopify: ShopifyClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until]."""
    for listed, _ in _pages(shopify, PLACED, _between("created_at", since, until), NAMES_AT_ONCE):
        yield [own_id(text(row, "id")) for row in listed]


def read_numbers(shopify: ShopifyClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now; what the shop answers with nothing is unknown."""
    wanted = list(dict.fromkeys(numbers))
    ids = [gid("Order", number) for number in wanted if is_number(number)]
    found: dict[str, Row] = {}
    for start in range(0, len(ids), PAGE_SIZE):
        answer = shopify.ask("nodes", THESE, ids=ids[start : start + PAGE_SIZE])
        found |= {own_id(text(row, "id")): row for row in rows(answer, "nodes")}
    orders, aside = _read(shopify, [found[number] for number in wanted if number in found])
    unknown = [
        SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
        for number in wanted
        if number not in found
    ]
    return Page(orders=orders, set_aside=[*unknown, *aside])


def _read(shopify: ShopifyClient, listed: Iterable[Row]) -> tuple[list[ChannelOrder], list[SetAside]]:
    orders: list[ChannelOrder] = []
    aside: list[SetAside] = []
    for row in listed:
        try:
            orders.append(read_order(_whole(shopify, row), settings=shopify.account.settings))
        except UnreadableOrder as refusal:
            aside.append(set_aside(row, refusal))
    return orders, aside


def _changes(
    shopify: ShopifyClient, fields: str, size: int, *, since: datetime, until: datetime, more: str = ""
) -> Iterator[tuple[list[Row], datetime | None]]:
    """Rows that were not told before, and up to when every change is among them."""
    settled = max(since, min(until, shopify.clock() - SETTLED_AFTER))
    seen: set[tuple[str, str]] = set()
    reached = since
    query = _between("updated_at", since, until) + more
    for listed, is_last in _pages(shopify, CHANGED % fields, query, size):
        fresh = {(text(row, "id"), text(row, "updatedAt")): row for row in listed}
        reached = max(reached, _latest(listed, reached))
        covered_to = settled if is_last else min(reached, settled)
        yield [row for version, row in fresh.items() if version not in seen], covered_to
        seen |= fresh.keys()


def _latest(listed: Sequence[Row], otherwise: datetime) -> datetime:
    """The last change on a page: nothing that changed before it follows."""
    try:
        return max((modified(row) for row in listed), default=otherwise)
    except UnreadableOrder:
        return otherwise


def _pages(shopify: ShopifyClient, query: str, wanted: str, size: int) -> Iterator[tuple[list[Row], bool]]:
    after, is_last = None, False
    while not is_last:
        found = part(shopify.ask("orders", query, first=size, after=after, query=wanted), "orders")
        info = part(found, "pageInfo")
        after, is_last = text(info, "endCursor"), not is_true(info.get("hasNextPage"))
        yield rows(found, "nodes"), is_last


def _whole(shopify: ShopifyClient, order: Row) -> Row:
    """The order with all its lines, of which a list shows the first ones only."""
    held = order.get("lineItems")
    info = part(held, "pageInfo") if isinstance(held, dict) else {}
    lines: list[Any] = list(line_rows(order))
    while is_true(info.get("hasNextPage")):
        more = part(shopify.ask("order", MORE, id=text(order, "id"), after=text(info, "endCursor")), "order")
        lines += line_rows(more)
        info = part(part(more, "lineItems"), "pageInfo")
    return {**order, "lineItems": {"nodes": lines}}


def _between(name: str, since: datetime, until: datetime) -> str:
    """In whole seconds, both ends with them."""
    last = until if until.microsecond == 0 else until + timedelta(seconds=1)
    return f"{name}:>='{_stamp(since)}' AND {name}:<='{_stamp(last)}'"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
