"""Orders with what their buyers want back: an open application must be seen before a parcel leaves.

A list tells an order whole, but for its cases. While it may still leave, applications to cancel are asked for; once it
has left, services; one call for each order.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from zhanggui.connectors.asking.answers import raw_object, text
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import LABEL, check_done, is_about_us
from zhanggui.connectors.jd.listing import RAW, ROW
from zhanggui.connectors.jd.orders import FIELDS, read_order, set_aside, with_refunds
from zhanggui.connectors.jd.states import HAS_LEFT, MAY_STILL_LEAVE
from zhanggui.connectors.jd.unconfirmed import UNKNOWN_ORDER
from zhanggui.connectors.jd.wishes import applied_for, served
from zhanggui.connectors.selling.full import OrderUnknown, divide
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

_READ_AT_ONCE = 8
_METHOD = "jingdong.pop.order.get"

Row = Mapping[str, Any]


def read_pages(jos: JosClient, listed: Iterable[ListedPage]) -> Iterator[Page]:
    """The listed orders, page by page; one told twice unchanged is read once."""
    seen: set[bytes] = set()
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        for page in listed:
            fresh = {_version(one): one for one in page.rows if _version(one) not in seen}
            seen.update(fresh)
            orders, aside = divide(threads.map(partial(_complete, jos), fresh.values()))
            yield Page(orders=orders, set_aside=aside, covered_to=page.covered_to)


def read_numbers(jos: JosClient, numbers: Iterable[str]) -> Page:
    """These orders as they are now."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
        orders, aside = divide(threads.map(partial(_read, jos), dict.fromkeys(numbers)))
    return Page(orders=orders, set_aside=aside)


def fetch_order(jos: JosClient, number: str, *, fields: str = FIELDS) -> tuple[Row, bytes]:
    """The platform's own words for one order, and the bytes they came in. Raises ChannelRefused."""
    asked = {"order_id": as_id(number), "optional_fields": fields, "source_id": "JOS"}
    answer = jos.call(_METHOD, asked)
    detail = answer.content.get("orderDetailInfo")
    told = detail if isinstance(detail, dict) else {}
    check_done(told.get("apiResult"))
    order = told.get("orderInfo")
    return (order if isinstance(order, dict) else {}), raw_object(answer.raw, "orderInfo")


def _version(one: Row) -> bytes:
    """The same for the same row; a moment of change alone stays when an order changes twice in a second."""
    return hashlib.blake2b(one[RAW], digest_size=16).digest()


def _read(jos: JosClient, number: str) -> ChannelOrder | SetAside:
    """One order; a refusal of the business concerns only this one and sets it aside."""
    if not (number.isascii() and number.isdecimal()):
        return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")
    try:
        order, raw = fetch_order(jos, number)
    except ChannelRefused as refused:
        if is_about_us(refused):
            raise
        unknown = refused.data.get("code") in UNKNOWN_ORDER
        refusal: Refusal = OrderUnknown(channel=LABEL, number=number) if unknown else refused
        return SetAside(number=number, refusal=refusal, raw=b"")
    if text(order, "orderId") not in {number, ""}:
        refusal = UnreadableOrder(number=number, field="orderId", value=text(order, "orderId"))
        return SetAside(number=number, refusal=refusal, raw=raw)
    return _complete(jos, {ROW: order, RAW: raw})


def _complete(jos: JosClient, one: Row) -> ChannelOrder | SetAside:
    try:
        order = read_order(one[ROW], raw=one[RAW])
        if order.state in MAY_STILL_LEAVE:
            return with_refunds(order, applied_for(jos, order.number))
        if order.state in HAS_LEFT:
            return with_refunds(order, served(jos, order.number))
    except UnreadableOrder as refusal:
        return set_aside(one[ROW], refusal=refusal, raw=one[RAW])
    return order
