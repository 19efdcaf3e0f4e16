"""Orders read in full: a list has neither masks nor the parcels that were added."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import raw_object, text
from zhanggui.connectors.pinduoduo.client import PopClient
from zhanggui.connectors.pinduoduo.errors import LABEL, is_about_us, is_unknown_order
from zhanggui.connectors.pinduoduo.orders import NUMBER, identify, read_order
from zhanggui.connectors.selling.full import FullReader, OrderUnknown
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

_METHOD = "pdd.order.information.get"
_VERSION = ("updated_at", "order_status", "refund_status", "after_sales_status")


def read_pages(pdd: PopClient, listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed orders in full, page by page."""
    return _reader(pdd).pages(listed)


def read_numbers(pdd: PopClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now."""
    return _reader(pdd).numbers(numbers)


def read_full(pdd: PopClient, number: str) -> ChannelOrder | SetAside:
    """One order; a refusal that concerns only this order sets it aside, any other is raised."""
    if not NUMBER.fullmatch(number):
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    try:
        payload, raw = fetch_order(pdd, number)
    except ChannelRefused as refused:
        if is_about_us(refused):
            raise
        refusal: Refusal = OrderUnknown(channel=LABEL, number=number) if is_unknown_order(refused) else refused
        return SetAside(number=number, refusal=refusal, raw=b"")
    try:
        order = read_order(payload, raw=raw)
    except UnreadableOrder as refusal:
        return SetAside(number=number, refusal=refusal, raw=raw)
    if order.number != number:
        other = UnreadableOrder(number=number, field="order_sn", value=order.number)
        return SetAside(number=number, refusal=other, raw=raw)
    return order


def fetch_order(pdd: PopClient, number: str) -> tuple[Mapping[str, Any], bytes]:
    """The platform's own words for one order, and the bytes they came in: the same until it changes."""
    answer = pdd.call(_METHOD, {"order_sn": number})
    payload = answer.content.get("order_info")
    return (payload if isinstance(payload, dict) else {}), raw_object(answer.raw, "order_info")


def _reader(pdd: PopClient) -> FullReader:
    return FullReader(
        read=partial(read_full, pdd),
        identify=identify,
        version=lambda row: " ".join(text(row, name) for name in _VERSION),
        aside=lambda row, refusal: SetAside(text(row, "order_sn"), refusal, json.dumps(row).encode()),
    )
