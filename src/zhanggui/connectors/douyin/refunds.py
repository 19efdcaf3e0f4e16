"""Cases as afterSale.List tells them → what the buyer wants."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import number as count_of
from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.douyin.listing import RAW, ROW
from zhanggui.connectors.douyin.reader import once_each
from zhanggui.connectors.douyin.states import read_case, read_kind
from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.kernel.doors.channel import SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage


def read_refund_pages(listed: Iterable[ListedPage]) -> Iterator[RefundPage]:
    """The listed cases, page by page; one told twice unchanged is read once."""
    for page, fresh in once_each(listed, "aftersale_info", "aftersale_id"):
        refunds: list[ChannelRefund] = []
        aside: list[SetAside] = []
        for one in fresh:
            try:
                refunds.append(read_case_row(one[ROW], raw=one[RAW]))
            except UnreadableOrder as refusal:
                aside.append(SetAside(number=_order_of(one[ROW]), refusal=refusal, raw=one[RAW]))
        yield RefundPage(refunds=refunds, set_aside=aside, covered_to=page.covered_to)


def read_case_row(row: Mapping[str, Any], *, raw: bytes) -> ChannelRefund:
    """One case, or the UnreadableOrder that says which field is wrong."""
    order = _order_of(row)
    info = Fields(_inner(row, "aftersale_info"), number=order or "?")
    order_fields = Fields(_inner(row, "order_info"), number=order or "?")
    kind, status = info.text("aftersale_type"), info.text("aftersale_status")
    wanted, state = read_kind(kind), read_case(status, kind=kind)
    if wanted is None:
        raise info.unknown_state("aftersale_type") if kind else info.missing("aftersale_type")
    if state is None:
        raise info.unknown_state("aftersale_status") if status else info.missing("aftersale_status")
    asked_at, modified_at = info.seconds_if_any("apply_time"), info.seconds_if_any("update_time")
    if asked_at is None or modified_at is None:
        raise info.missing("update_time" if asked_at else "apply_time")
    lines = [text(one, "sku_order_id") for one in rows(_inner(row, "order_info"), "related_order_info")]
    return ChannelRefund(
        number=info.identifier("aftersale_id"),
        order_number=order_fields.identifier("shop_order_id"),
        state=state,
        kind=wanted,
        amount=info.fen("refund_amount", or_else=Decimal(0)),
        asked_at=asked_at,
        modified_at=modified_at,
        line_number=lines[0] if len(lines) == 1 else "",
        quantity=count_of(_inner(row, "aftersale_info"), "aftersale_num"),
        reason=Fields(_inner(row, "text_part"), number="").text("reason_text"),
        decide_by=info.seconds_if_any("status_deadline"),
        return_carrier=info.text("return_logistics_company_name"),
        return_waybill=info.text("return_logistics_code"),
        raw=raw,
    )


def _order_of(row: Mapping[str, Any]) -> str:
    return text(_inner(row, "order_info"), "shop_order_id")


def _inner(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}
