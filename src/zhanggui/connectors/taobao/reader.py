"""Trades read in full."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from zhanggui.connectors.selling.full import FullReader, OrderUnknown
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.taobao.answers import without_call_mark
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL, REMOTE_BUSINESS_CODE
from zhanggui.connectors.taobao.orders import TRADE_FIELDS, identify, read_trade, set_aside
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

_METHOD = "taobao.trade.fullinfo.get"


def read_pages(top: TopClient, listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed trades in full, page by page."""
    return _reader(top).pages(listed)


def read_numbers(top: TopClient, numbers: Iterable[str]) -> Page:
    """These trades as they are now."""
    return _reader(top).numbers(numbers)


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


def _reader(top: TopClient) -> FullReader:
    return FullReader(
        read=partial(read_full, top),
        identify=identify,
        version=lambda row: str(row.get("modified")),
        aside=lambda row, refusal: set_aside(row, refusal=refusal),
    )
