"""Cases as pdd.refund.list.increment.get tells them → what the buyer wants."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import number as count_of
from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.pinduoduo.listing import RAW, ROW
from zhanggui.connectors.pinduoduo.orders import identify, sku_of
from zhanggui.connectors.pinduoduo.states import read_case, read_kind
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.kernel.doors.channel import SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage


def read_refund_pages(listed: Iterable[ListedPage]) -> Iterator[RefundPage]:
    """The listed cases, page by page; one told twice unchanged is read once."""
    before: set[bytes] = set()
    now: set[bytes] = set()
    for page in listed:
        refunds: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for one in page.rows:
            is_fresh = one[RAW] not in before and one[RAW] not in now
            now.add(one[RAW])
            if not is_fresh:
                continue
            try:
                refunds.append(read_case_row(one[ROW], raw=one[RAW]))
            except UnreadableOrder as refusal:
                aside.append(SetAside(number=text(one[ROW], "order_sn"), refusal=refusal, raw=one[RAW]))
        yield RefundPage(refunds=refunds, set_aside=aside, covered_to=page.covered_to)
        if page.covered_to is not None:
            before, now = now, set()


def read_case_row(row: Mapping[str, Any], *, raw: bytes) -> ChannelRefund:
    """One case, or the UnreadableOrder that says which field is wrong."""
    order = identify(row)
    fields = Fields(row, number=order)
    wanted, state = read_kind(fields.text("after_sales_type")), read_case(fields.text("after_sales_status"))
    if wanted is None:
        raise fields.unknown_state("after_sales_type")
    if state is None:
        raise fields.unknown_state("after_sales_status")
    return ChannelRefund(
        number=fields.identifier("id"),
        order_number=order,
        state=state,
        kind=wanted,
        amount=fields.money("refund_amount"),
        asked_at=_moment(fields, "created_time"),
        modified_at=_moment(fields, "updated_time"),
        line_number=sku_of(fields),
        quantity=count_of(row, "goods_number"),
        reason=fields.text("after_sale_reason"),
        return_carrier=fields.text("shipping_name"),
        return_waybill=fields.text("tracking_number").strip(),
        raw=raw,
    )


def _moment(fields: Fields, name: str) -> datetime:
    """Seconds, as the documents' examples have it, or text of Beijing, as orders do."""
    told = fields.text(name).strip()
    moment = fields.seconds_if_any(name) if told.isascii() and told.isdecimal() else fields.moment_if_any(name)
    if moment is None:
        raise fields.missing(name)
    return moment
