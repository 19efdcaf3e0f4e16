"""An order as Douyin tells it → the canonical order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import rows
from zhanggui.connectors.douyin.amounts import line_amounts
from zhanggui.connectors.douyin.flags import our_flag
from zhanggui.connectors.douyin.paying import read_payments
from zhanggui.connectors.douyin.receivers import read_receiver
from zhanggui.connectors.douyin.states import read_refund, read_state, settle_line_state, settle_state
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, RefundState

_AT_THE_DOOR = "0"
_UNTOLD = frozenset({"memo_moment"})  # `update_time` stays when a memo or a flag changes


def read_order(order: Mapping[str, Any], *, raw: bytes) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(order)
    fields = Fields(order, number=number)
    paid_at = fields.seconds_if_any("pay_time")
    state = settle_state(_read_state(fields), money_taken=paid_at is not None)
    payments = read_payments(order, number=number)
    placed_at, modified_at = fields.seconds_if_any("create_time"), fields.seconds_if_any("update_time")
    if placed_at is None or modified_at is None:
        raise fields.missing("update_time" if placed_at else "create_time")
    lines = _read_lines(order, fields, number=number, state=state)
    mode = _read_mode(order, fields)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=placed_at,
        modified_at=modified_at,
        paid_at=paid_at,
        ship_by=fields.seconds_if_any("exp_ship_time"),
        lines=lines,
        receiver=read_receiver(order, fields),
        buyer=fields.text("doudian_open_id"),
        buyer_message=fields.text("buyer_words"),
        seller_memo=fields.text("seller_words"),
        seller_flag=our_flag(fields.small_number("seller_remark_stars")),
        freight=fields.fen("post_amount", or_else=Decimal(0)),
        discount=sum((line.price * line.quantity - line.amount for line in lines), Decimal(0)),
        paid=fields.fen("pay_amount") if paid_at else sum((one.amount for one in payments), Decimal(0)),
        cash_on_delivery=mode is PaymentMode.COD,
        payment_mode=mode,
        payments=payments,
        raw=raw,
        untold=_UNTOLD,
    )


def identify(order: Mapping[str, Any]) -> str:
    """The order's number, or FieldMissing with as much of a name as the payload has."""
    return Fields(order, number=Fields(order, number="").text("order_id") or "?").identifier("order_id")


def _read_state(fields: Fields, *, or_else: ChannelState | None = None) -> ChannelState:
    status, main_status = fields.text("order_status"), fields.text("main_status")
    if not status and not main_status:
        if or_else is None:
            raise fields.missing("order_status")
        return or_else
    state = read_state(status, main_status)
    if state is None:
        raise fields.unknown_state("order_status" if read_state(status, "") is None else "main_status")
    return state


def _read_mode(order: Mapping[str, Any], fields: Fields) -> PaymentMode:
    if rows(order, "order_phase_list"):
        return PaymentMode.DEPOSIT
    return PaymentMode.COD if fields.text("pay_type") == _AT_THE_DOOR else PaymentMode.PAID


def _read_lines(
    order: Mapping[str, Any], fields: Fields, *, number: str, state: ChannelState
) -> tuple[ChannelLine, ...]:
    payloads = rows(order, "sku_order_list")
    if not payloads:
        raise FieldMissing(number=number, field="sku_order_list")
    amounts = line_amounts(fields, [Fields(row, number=number) for row in payloads], number=number)
    lines = tuple(
        _read_line(row, amount, number=number, order_state=state) for row, amount in zip(payloads, amounts, strict=True)
    )
    _check_unique(lines, number=number)
    return lines


def _read_line(payload: Mapping[str, Any], amount: Decimal, *, number: str, order_state: ChannelState) -> ChannelLine:
    fields = Fields(payload, number=number)
    state = _read_state(fields, or_else=order_state)
    if state in {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED} and order_state is not ChannelState.CANCELLED:
        state = ChannelState.CLOSED_REFUNDED
    product, sku = fields.text("product_id_str") or fields.text("product_id"), fields.text("sku_id")
    return ChannelLine(
        number=fields.identifier("order_id"),
        sku_code=(fields.text("code") or fields.text("out_sku_id").removeprefix("0")).strip(),
        title=fields.text("product_name"),
        spec=_read_spec(payload),
        quantity=fields.quantity("item_num"),
        price=fields.fen("origin_amount"),
        amount=amount,
        refund=_read_refund(payload, number=number),
        listing=":".join(filter(None, (product, sku))),
        state=settle_line_state(state, order=order_state),
    )


def _read_spec(payload: Mapping[str, Any]) -> str:
    named = (Fields(row, number="") for row in rows(payload, "spec"))
    return ";".join(f"{one.text('name')}:{one.text('value')}" for one in named)


def _read_refund(payload: Mapping[str, Any], *, number: str) -> RefundState:
    info = payload.get("after_sale_info")
    fields = Fields(info if isinstance(info, dict) else {}, number=number)
    kind, money = fields.text("after_sale_type"), fields.text("refund_status")
    refund = read_refund(fields.text("after_sale_status"), kind=kind, money=money)
    if refund is None:
        raise fields.unknown_state("after_sale_status")
    return refund


def _check_unique(lines: Sequence[ChannelLine], *, number: str) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.number in seen:
            raise LineRepeated(number=number, value=line.number)
        seen.add(line.number)
