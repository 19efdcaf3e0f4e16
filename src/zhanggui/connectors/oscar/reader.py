"""Orders read from the shop, with their lines and what these are of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.connectors.oscar.errors import LABEL, UNKNOWN
from zhanggui.connectors.oscar.goods import Products
from zhanggui.connectors.oscar.links import key_at, key_of, number_of
from zhanggui.connectors.oscar.noticing import Noticed, digest
from zhanggui.connectors.oscar.orders import placed_at, read_order, set_aside
from zhanggui.connectors.oscar.unconfirmed import SETTLED_AFTER, STILL_CHANGING
from zhanggui.connectors.selling.full import OrderUnknown, divide
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

_READ_AT_ONCE = 8
_ORDERS_A_PAGE = 50
Row = Mapping[str, Any]


def read_changed(oscar: OscarClient, noticed: Noticed, *, since: datetime, until: datetime) -> Iterator[Page]:
    """Every order that is not as it was stored, from the whole list, and at last the cursor: it is of the moment at
    which reading began. An order that is not in the list is not said to be anything."""
    shop, begun, told = oscar.account.shop_id, oscar.clock(), dict[str, bytes]()
    oldest = since - _still_changing(oscar)
    products = Products(oscar)
    noticed.begin(shop, since=since)
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        for listed in oscar.pages("orders/"):
            fresh = noticed.fresh(shop, [row for row in listed if _is_since(row, oldest)], told=told)
            for start in range(0, len(fresh), _ORDERS_A_PAGE):
                rows = fresh[start : start + _ORDERS_A_PAGE]
                orders, aside = divide(threads.map(partial(_read, oscar, products), rows))
                told |= {key_at(row, "url"): digest(row) for row in rows}
                yield Page(orders=orders, set_aside=aside)
    cursor = min(until, begun - SETTLED_AFTER)
    yield Page(orders=[], covered_to=noticed.hand_out(shop, told, cursor=cursor, since=since))


def read_numbers(oscar: OscarClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now. Only the API's own "not found" for its key makes an order unknown."""
    products = Products(oscar)
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        orders, aside = divide(threads.map(partial(_fetch, oscar, products), dict.fromkeys(numbers)))
    return Page(orders=orders, set_aside=aside)


def list_placed(oscar: OscarClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until], from the whole list."""
    for listed in oscar.pages("orders/"):
        yield [number_of(row) for row in listed if _is_within(row, since, until)]


def fetch_row(oscar: OscarClient, number: str) -> Row | None:
    """The order as the API shows it; None when there is none with the key in this number."""
    key = key_of(number)
    if not key:
        return None
    try:
        return oscar.show(f"orders/{key}/")
    except ChannelRefused as refused:
        if refused.data.get("code") != UNKNOWN:
            raise
        return None


def _fetch(oscar: OscarClient, products: Products, number: str) -> ChannelOrder | SetAside:
    row = fetch_row(oscar, number)
    if row is None:
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    if number_of(row) != number:
        refusal = UnreadableOrder(number=number, field="number", value=number_of(row))
        return SetAside(number=number, refusal=refusal, raw=b"")
    return _read(oscar, products, row)


def _read(oscar: OscarClient, products: Products, row: Row) -> ChannelOrder | SetAside:
    try:
        lines = oscar.rows(f"orders/{key_at(row, 'url')}/lines/")
        return read_order(row, lines, settings=oscar.account.settings, sold=products.sold, at=oscar.clock())
    except (UnreadableOrder, ChannelRefused) as refusal:
        return set_aside(row, refusal)


def _still_changing(oscar: OscarClient) -> timedelta:
    days = oscar.account.settings.get("days", "")
    return timedelta(days=int(days)) if days.isdecimal() else STILL_CHANGING


def _is_since(row: Row, oldest: datetime) -> bool:
    """What has no moment that can be read is looked at, so that it is said."""
    try:
        return placed_at(row) >= oldest
    except UnreadableOrder:
        return True


def _is_within(row: Row, since: datetime, until: datetime) -> bool:
    try:
        return since <= placed_at(row) <= until
    except UnreadableOrder:
        return False
