"""Orders and refunds read from the shop. A list tells orders whole; only what was paid back is asked for beside it."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.full import OrderUnknown, divide
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.connectors.woocommerce.errors import LABEL, ORDER_UNKNOWN
from zhanggui.connectors.woocommerce.orders import has_refunds, identify, read_order, set_aside
from zhanggui.connectors.woocommerce.paying_back import NOTHING, read_refund, refunds_of, sum_up
from zhanggui.connectors.woocommerce.states import OVER, read_state
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

_READ_AT_ONCE = 8
Row = Mapping[str, Any]
Cases = list[ChannelRefund | SetAside]


def read_pages(woo: WooClient, listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed orders, page by page; one that is listed twice unchanged is told once."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        for page in _without_repeats(listed):
            orders, aside = divide(threads.map(partial(_read, woo), page.rows))
            yield Page(orders=orders, set_aside=aside, covered_to=page.covered_to)


def read_numbers(woo: WooClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now, the ones in the bin too. Only the shop's "no such id" makes one unknown."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        orders, aside = divide(threads.map(partial(_fetch, woo), dict.fromkeys(numbers)))
    return Page(orders=orders, set_aside=aside)


def read_refunds(woo: WooClient, listed: Iterable[ListedPage]) -> Iterator[RefundPage]:
    """Every refund of the listed orders. An order that changed for another reason tells its refunds again."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        for page in _without_repeats(listed):
            found = threads.map(partial(_read_cases, woo), filter(has_refunds, page.rows))
            cases = [case for own in found for case in own]
            yield RefundPage(
                refunds=[case for case in cases if isinstance(case, ChannelRefund)],
                set_aside=[case for case in cases if isinstance(case, SetAside)],
                covered_to=page.covered_to,
            )


def _without_repeats(listed: Iterable[ListedPage]) -> Iterator[ListedPage]:
    seen: set[tuple[str, str]] = set()
    for page in listed:
        fresh = {(text(row, "id"), text(row, "date_modified_gmt")): row for row in page.rows}
        yield ListedPage([row for version, row in fresh.items() if version not in seen], page.covered_to)
        seen = set() if page.covered_to is not None else seen | fresh.keys()


def _fetch(woo: WooClient, number: str) -> ChannelOrder | SetAside:
    if not (number.isascii() and number.isdecimal()):
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    try:
        row = woo.show(f"orders/{number}")
    except ChannelRefused as refused:
        if refused.data.get("reason") != ORDER_UNKNOWN:
            raise
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    return _read(woo, row)


def _read(woo: WooClient, row: Row) -> ChannelOrder | SetAside:
    settings = woo.account.settings
    try:
        number = identify(row)
        is_over = read_state(text(row, "status"), settings) in OVER
        back = NOTHING if is_over or not has_refunds(row) else sum_up(refunds_of(woo, number), number=number)
        return read_order(row, settings=settings, back=back)
    except (UnreadableOrder, ChannelRefused) as refusal:
        return set_aside(row, refusal)


def _read_cases(woo: WooClient, row: Row) -> Cases:
    try:
        number = identify(row)
        return [read_refund(refund, row, number=number) for refund in refunds_of(woo, number)]
    except (UnreadableOrder, ChannelRefused) as refusal:
        return [set_aside(row, refusal)]
