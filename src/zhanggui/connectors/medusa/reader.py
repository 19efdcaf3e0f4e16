"""Orders and cases read from the shop. A list tells orders whole, with payments, fulfilments and returns."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.medusa.client import MedusaClient, is_id
from zhanggui.connectors.medusa.errors import LABEL, NOT_FOUND
from zhanggui.connectors.medusa.orders import FIELDS, read_order, set_aside
from zhanggui.connectors.medusa.paying_back import read_cases
from zhanggui.connectors.selling.full import OrderUnknown, divide
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

_READ_AT_ONCE = 8
Row = Mapping[str, Any]


def read_pages(listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed orders, page by page; one that is listed twice unchanged is told once."""
    for page in _without_repeats(listed):
        orders, aside = divide(map(read, page.rows))
        yield Page(orders=orders, set_aside=aside, covered_to=page.covered_to)


def read_numbers(medusa: MedusaClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now. Only the shop's "not found" makes one unknown."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        orders, aside = divide(threads.map(partial(_fetch, medusa), dict.fromkeys(numbers)))
    return Page(orders=orders, set_aside=aside)


def read_refunds(listed: Iterable[ListedPage]) -> Iterator[RefundPage]:
    """Every case of the listed orders. An order that changed for another reason tells its cases again."""
    for page in _without_repeats(listed):
        cases: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for row in page.rows:
            try:
                cases.extend(read_cases(row))
            except UnreadableOrder as refusal:
                aside.append(set_aside(row, refusal))
        yield RefundPage(refunds=cases, set_aside=aside, covered_to=page.covered_to)


def show_order(medusa: MedusaClient, number: str) -> Row:
    """The order as the shop shows it. Raises ChannelRefused when there is none."""
    row = medusa.show(f"orders/{number}", {"fields": FIELDS}).get("order")
    if not isinstance(row, dict):
        raise ChannelDown(channel=LABEL, reason="an answer to something else")
    return row


def read(row: Row) -> ChannelOrder | SetAside:
    """The order, or why it cannot be read."""
    try:
        return read_order(row)
    except UnreadableOrder as refusal:
        return set_aside(row, refusal)


def _without_repeats(listed: Iterable[ListedPage]) -> Iterator[ListedPage]:
    seen: set[tuple[str, str]] = set()
    for page in listed:
        fresh = {(text(row, "id"), text(row, "updated_at")): row for row in page.rows}
        yield ListedPage([row for version, row in fresh.items() if version not in seen], page.covered_to)
        seen = set() if page.covered_to is not None else seen | fresh.keys()


def _fetch(medusa: MedusaClient, number: str) -> ChannelOrder | SetAside:
    unknown = SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    if not is_id(number):
        return unknown
    try:
        return read(show_order(medusa, number))
    except ChannelRefused as refused:
        if refused.data.get("reason") != NOT_FOUND:
            raise
        return unknown
