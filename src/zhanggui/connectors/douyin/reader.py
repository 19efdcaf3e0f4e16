"""Orders read: from a list as they are told there, and by number in full."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import raw_object, text
from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.connectors.douyin.errors import LABEL, NOT_FOUND
from zhanggui.connectors.douyin.listing import RAW, ROW
from zhanggui.connectors.douyin.orders import identify, read_order
from zhanggui.connectors.selling.full import FullReader, OrderUnknown, divide
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

_METHOD = "order.orderDetail"
_DETAIL = "shop_order_detail"


def read_pages(listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed orders, page by page. A list tells orders whole; one told twice unchanged is read once."""
    for page, fresh in once_each(listed, "order_id"):
        orders, aside = divide(read_payload(one[ROW], raw=one[RAW]) for one in fresh)
        yield Page(orders=orders, set_aside=aside, covered_to=page.covered_to)


def once_each(listed: Iterable[ListedPage], *path: str) -> Iterator[tuple[ListedPage, list[Mapping[str, Any]]]]:
    """Each page with those of its rows that were not told before in this window or the one before it, where the two
    meet. `path` leads to the number; `update_time` beside it tells versions apart."""
    before: set[tuple[str, str]] = set()
    now: set[tuple[str, str]] = set()
    for page in listed:
        fresh = []
        for one in page.rows:
            holder = one[ROW]
            for name in path[:-1]:
                holder = holder.get(name) if isinstance(holder.get(name), dict) else {}
            version = (text(holder, path[-1]), text(holder, "update_time"))
            if version not in before and version not in now:
                fresh.append(one)
            now.add(version)
        yield page, fresh
        if page.covered_to is not None:
            before, now = now, set()


def read_payload(payload: Mapping[str, Any], *, raw: bytes) -> ChannelOrder | SetAside:
    """One order, or what is wrong with it under whatever number it has."""
    try:
        return read_order(payload, raw=raw)
    except UnreadableOrder as refusal:
        return SetAside(number=text(payload, "order_id"), refusal=refusal, raw=raw)


def read_numbers(doudian: DoudianClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now."""
    reader = FullReader(
        read=partial(read_full, doudian),
        identify=identify,
        version=lambda row: text(row, "update_time"),
        aside=lambda row, refusal: SetAside(number=text(row, "order_id"), refusal=refusal, raw=b""),
    )
    return reader.numbers(numbers)


def read_full(doudian: DoudianClient, number: str) -> ChannelOrder | SetAside:
    """One order; a refusal that concerns only this order sets it aside, any other is raised."""
    unknown = SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    if not (number.isascii() and number.isdecimal()):
        return unknown
    try:
        payload, raw = fetch_order(doudian, number)
    except ChannelRefused as refused:
        if refused.data.get("reason") in NOT_FOUND:
            return unknown
        raise
    order = read_payload(payload, raw=raw)
    if isinstance(order, ChannelOrder) and order.number != number:
        refusal: Refusal = UnreadableOrder(number=number, field="order_id", value=order.number)
        return SetAside(number=number, refusal=refusal, raw=raw)
    return order


def fetch_order(doudian: DoudianClient, number: str) -> tuple[Mapping[str, Any], bytes]:
    """The platform's own words for one order, and the bytes they came in: the same until it changes."""
    answer = doudian.call(_METHOD, {"shop_order_id": number})
    payload = answer.data.get(_DETAIL)
    return (payload if isinstance(payload, dict) else {}), raw_object(answer.raw, _DETAIL)
