"""Trades read in full, several at a time, in the order they were asked for."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from zhanggui.connectors.taobao.answers import without_call_mark
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL, REMOTE_BUSINESS_CODE
from zhanggui.connectors.taobao.listing import ListedPage
from zhanggui.connectors.taobao.orders import TRADE_FIELDS, identify, read_trade, set_aside
from zhanggui.connectors.taobao.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelRefused, Page, SetAside
from zhanggui.kernel.refusal import Refusal

_READ_AT_ONCE = 8
_METHOD = "taobao.trade.fullinfo.get"


class OrderUnknown(Refusal):
    """The platform {channel} does not know order {number}."""


def read_pages(top: TopClient, listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed trades in full, page by page. A trade listed twice unchanged is read once."""
    seen: set[tuple[str, str]] = set()
    with ThreadPoolExecutor(_READ_AT_ONCE, thread_name_prefix="taobao") as threads:
        for page in listed:
            numbers, unnamed = _name(page.rows, seen=seen)
            results = threads.map(lambda number: read_full(top, number), numbers)
            orders, aside = _divide(results)
            yield Page(orders=orders, set_aside=[*unnamed, *aside], covered_to=page.covered_to)
            if page.covered_to is not None:
                seen.clear()


def read_numbers(top: TopClient, numbers: Iterable[str]) -> Page:
    """These trades as they are now."""
    with ThreadPoolExecutor(_READ_AT_ONCE, thread_name_prefix="taobao") as threads:
        orders, aside = _divide(threads.map(lambda number: read_full(top, number), dict.fromkeys(numbers)))
    return Page(orders=orders, set_aside=aside)


def read_full(top: TopClient, number: str) -> ChannelOrder | SetAside:
    """One trade; a refusal that concerns only this trade sets it aside, any other is raised."""
    if not (number.isascii() and number.isdecimal()):
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    try:
        trade, raw = fetch_trade(top, number)
    except ChannelRefused as refused:
        if refused.data.get("code") != REMOTE_BUSINESS_CODE:
            raise
        unknown = str(refused.data.get("reason", "")).startswith("isv.trade-not-exist")
        refusal: Refusal = OrderUnknown(channel=LABEL, number=number) if unknown else refused
        return SetAside(number=number, refusal=refusal, raw=b"")
    try:
        order = read_trade(trade, raw=raw)
    except UnreadableOrder as refusal:
        return SetAside(number=number, refusal=refusal, raw=raw)
    if order.number != number:
        return SetAside(number=number, refusal=UnreadableOrder(number=number, field="tid", value=order.number), raw=raw)
    return order


def fetch_trade(top: TopClient, number: str, *, fields: str = TRADE_FIELDS) -> tuple[Mapping[str, Any], bytes]:
    """The platform's own words for one trade, and the bytes they came in: the same until it changes."""
    answer = top.call(_METHOD, {"tid": number, "fields": fields})
    trade = answer.content.get("trade")
    return (trade if isinstance(trade, dict) else {}), without_call_mark(answer.raw)


def _name(listed: Iterable[Mapping[str, Any]], *, seen: set[tuple[str, str]]) -> tuple[list[str], list[SetAside]]:
    numbers: dict[str, None] = {}
    unnamed = []
    for row in listed:
        try:
            number = identify(row)
        except UnreadableOrder as refusal:
            unnamed.append(set_aside(row, refusal=refusal))
            continue
        version = (number, str(row.get("modified")))
        if version not in seen:
            seen.add(version)
            numbers[number] = None
    return list(numbers), unnamed


def _divide(results: Iterable[ChannelOrder | SetAside]) -> tuple[list[ChannelOrder], list[SetAside]]:
    orders: list[ChannelOrder] = []
    aside: list[SetAside] = []
    for result in results:
        if isinstance(result, SetAside):
            aside.append(result)
        else:
            orders.append(result)
    return orders, aside
