"""A trade as Taobao tells it → the canonical order."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.reading import FieldMissing, Fields, LineRepeated
from zhanggui.connectors.taobao.paying import read_payments
from zhanggui.connectors.taobao.states import DEPOSIT_ONLY, read_refund, read_state, settle_line_state, settle_state
from zhanggui.connectors.taobao.unconfirmed import ADDRESS_CHANGE, ITEM_CHANGE
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, Receiver, SetAside
from zhanggui.kernel.refusal import Refusal

TRADE_FIELDS = (
    "tid,tid_str,status,type,created,modified,pay_time,consign_time,end_time,delivery_time,timeout_action_time,"
    "payment,total_fee,post_fee,discount_fee,adjust_fee,received_payment,step_trade_status,step_paid_fee,cod_status,"
    "seller_nick,buyer_nick,buyer_open_uid,buyer_message,seller_memo,seller_flag,shipping_type,trade_from,mark_desc,"
    "top_hold,forbid_consign,receiver_name,receiver_mobile,receiver_phone,receiver_state,receiver_city,"
    "receiver_district,receiver_town,receiver_address,receiver_zip,oaid,orders,promotion_details"
)


_MODES = {"cod": PaymentMode.COD, "step": PaymentMode.DEPOSIT}


def read_trade(trade: Mapping[str, Any], *, raw: bytes) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = identify(trade)
    fields = Fields(trade, number=number)
    word = read_state(fields.text("status"))
    if word is None:
        raise fields.unknown_state("status") if fields.text("status") else fields.missing("status")
    paid_at = fields.moment_if_any("pay_time")
    step = fields.text("step_trade_status") if fields.text("type") == "step" else ""
    state = settle_state(
        word,
        step=step,
        held=is_true(trade.get("top_hold")) or is_true(trade.get("forbid_consign")),
        money_taken=paid_at is not None,
    )
    freight = fields.money("post_fee", or_else=Decimal(0))
    lines = _read_lines(trade, number=number, trade_state=state, freight=freight)
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=fields.moment("created"),
        modified_at=fields.moment("modified"),
        paid_at=paid_at,
        ship_by=fields.moment_if_any("delivery_time"),
        lines=lines,
        receiver=_read_receiver(fields),
        buyer=fields.text("buyer_open_uid") or fields.text("buyer_nick"),
        buyer_message=fields.text("buyer_message"),
        seller_memo=fields.text("seller_memo"),
        seller_flag=fields.small_number("seller_flag"),
        freight=freight,
        discount=sum((line.price * line.quantity - line.amount for line in lines), Decimal(0)),
        paid=_read_paid(fields, in_full=paid_at is not None and step != DEPOSIT_ONLY),
        cash_on_delivery=fields.text("type") == "cod",
        payment_mode=_MODES.get(fields.text("type"), PaymentMode.PAID),
        payments=read_payments(fields, step=step, paid_at=paid_at),
        **_asked(trade),
        raw=raw,
    )


def _asked(trade: Mapping[str, Any]) -> dict[str, Any]:
    """What the buyer has asked for and nobody has answered."""
    orders = rows(trade, "orders", "order")
    other_goods = tuple(
        Fields(row, number="").text("oid_str") or Fields(row, number="").text("oid")
        for row in orders
        if is_true(row.get(ITEM_CHANGE))
    )
    return {
        "address_change_asked": any(is_true(row.get(ADDRESS_CHANGE)) for row in orders),
        "item_change_asked": bool(other_goods),
        "item_change_lines": other_goods,
    }


def identify(trade: Mapping[str, Any]) -> str:
    """The trade's number, or FieldMissing with as much of a name as the payload has."""
    return Fields(trade, number=Fields(trade, number="").text("tid") or "?").identifier("tid")


def set_aside(payload: Mapping[str, Any], *, refusal: Refusal, raw: bytes = b"") -> SetAside:
    """The payload kept as it came, under whatever number it has."""
    fields = Fields(payload, number="")
    number = fields.text("tid_str") or fields.text("tid")
    return SetAside(number=number, refusal=refusal, raw=raw or json.dumps(payload).encode())


def _read_paid(fields: Fields, *, in_full: bool) -> Decimal:
    if in_full:
        return fields.money("payment")
    return fields.money("step_paid_fee", or_else=Decimal(0))


def _read_receiver(fields: Fields) -> Receiver:
    """An OAID stands for the whole block of a receiver, the same for one shop and week: by it orders are merged."""
    oaid = fields.text("oaid")
    return Receiver(
        name=fields.text("receiver_name"),
        mobile=fields.text("receiver_mobile"),
        phone=fields.text("receiver_phone"),
        state=fields.text("receiver_state"),
        city=fields.text("receiver_city"),
        district=fields.text("receiver_district"),
        town=fields.text("receiver_town"),
        address=fields.text("receiver_address"),
        postcode=fields.text("receiver_zip"),
        cipher=oaid,
        merge_key=f"taobao:{oaid}" if oaid else "",
    )


def _read_lines(
    trade: Mapping[str, Any], *, number: str, trade_state: ChannelState, freight: Decimal
) -> tuple[ChannelLine, ...]:
    payloads = [row for row in rows(trade, "orders", "order") if isinstance(row, dict)]
    if not payloads:
        raise FieldMissing(number=number, field="orders")
    # The payment of a single sub order has the freight in it, that of several has not.
    freight_inside = freight if len(payloads) == 1 else Decimal(0)
    lines = tuple(_read_line(row, number, trade_state, freight_inside) for row in payloads)
    _check_unique(lines, number=number)
    return lines


def _read_line(
    payload: Mapping[str, Any], number: str, trade_state: ChannelState, freight_inside: Decimal
) -> ChannelLine:
    fields = Fields(payload, number=number)
    state = read_state(fields.text("status")) if fields.text("status") else trade_state
    refund = read_refund(fields.text("refund_status"))
    if state is None:
        raise fields.unknown_state("status")
    if refund is None:
        raise fields.unknown_state("refund_status")
    return ChannelLine(
        number=fields.identifier("oid"),
        sku_code=(fields.text("outer_sku_id") or fields.text("outer_iid")).strip(),
        title=fields.text("title"),
        spec=fields.text("sku_properties_name"),
        quantity=fields.quantity("num"),
        price=fields.money("price"),
        amount=_read_amount(fields, freight_inside=freight_inside),
        refund=refund,
        listing=":".join(filter(None, (fields.text("num_iid"), fields.text("sku_id")))),
        state=settle_line_state(state, trade=trade_state),
    )


def _read_amount(fields: Fields, *, freight_inside: Decimal) -> Decimal:
    if fields.text("divide_order_fee"):
        return fields.money("divide_order_fee")
    return max(fields.money("payment") - freight_inside, Decimal(0))


def _check_unique(lines: Sequence[ChannelLine], *, number: str) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.number in seen:
            raise LineRepeated(number=number, value=line.number)
        seen.add(line.number)
