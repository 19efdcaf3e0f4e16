"""An order as a Corner Shop tells it → the canonical order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows
from zhanggui.connectors.selling.reading import FieldMissing, Fields, UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver, RefundState, SetAside

_STATES = {
    "new": ChannelState.PENDING_PAYMENT,
    "held": ChannelState.ON_HOLD,
    "paid": ChannelState.AWAITING_SHIPMENT,
    "half sent": ChannelState.PARTIALLY_SHIPPED,
    "sent": ChannelState.SHIPPED,
    "arrived": ChannelState.DELIVERED,
    "done": ChannelState.COMPLETED,
    "dropped": ChannelState.CANCELLED,
    "paid back": ChannelState.CLOSED_REFUNDED,
}


def read_or_set_aside(told: Mapping[str, Any]) -> ChannelOrder | SetAside:
    """The order, or what it was told as under its number, with the field that is wrong."""
    raw = compact(told).encode()
    try:
        return read_order(told, raw=raw)
    except UnreadableOrder as refusal:
        return SetAside(number=Fields(told, number="").text("number"), refusal=refusal, raw=raw)


def read_order(told: Mapping[str, Any], *, raw: bytes) -> ChannelOrder:
    """The canonical order, or the UnreadableOrder that says which field is wrong."""
    number = Fields(told, number="?").identifier("number")
    fields = Fields(told, number=number)
    state = _STATES.get(fields.text("state"))
    if state is None:
        raise fields.unknown_state("state")
    placed_at, changed_at = fields.stamp_if_any("placed"), fields.stamp_if_any("changed")
    if placed_at is None or changed_at is None:
        raise fields.missing("placed" if placed_at is None else "changed")
    lines = tuple(_read_line(row, number, state) for row in rows(told, "lines"))
    if not lines:
        raise FieldMissing(number=number, field="lines")
    receiver = told.get("to") if isinstance(told.get("to"), dict) else {}
    to = Fields(receiver or {}, number=number)
    paid_at = fields.stamp_if_any("paid_at")
    freight = fields.money("freight", or_else=Decimal(0))
    return ChannelOrder(
        number=number,
        state=state,
        placed_at=placed_at,
        modified_at=changed_at,
        paid_at=paid_at,
        lines=lines,
        receiver=Receiver(
            name=to.text("name"), mobile=to.text("mobile"), state=to.text("state"), city=to.text("city"),
            district=to.text("district"), town=to.text("town"), address=to.text("address"),
        ),
        buyer=fields.text("buyer"),
        buyer_message=fields.text("message"),
        seller_memo=fields.text("note"),
        seller_flag=fields.small_number("colour"),
        freight=freight,
        paid=sum((line.amount for line in lines), freight) if paid_at else Decimal(0),
        raw=raw,
    )  # fmt: skip


def _read_line(row: Mapping[str, Any], number: str, state: ChannelState) -> ChannelLine:
    fields = Fields(row, number=number)
    return ChannelLine(
        number=fields.identifier("number"),
        sku_code=fields.text("code"),
        title=fields.text("title"),
        spec=fields.text("spec"),
        quantity=fields.quantity("pieces"),
        price=fields.money("price"),
        amount=fields.money("amount"),
        refund=RefundState.REQUESTED if fields.text("wants_back") == "yes" else RefundState.NONE,
        listing=fields.text("sku"),
        state=state,
    )
