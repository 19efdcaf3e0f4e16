"""What an arriving version of an order would change, field by field, before anything is imported."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.receivers.free_text import seal_remarks
from zhanggui.orders.receivers.masking import mask_name, mask_phone
from zhanggui.orders.states import LineOrigin

_PLAIN = ("placed_at", "paid_at", "ship_by", "buyer_message", "seller_memo", "paid", "freight", "discount")
_COLUMNS = ("pk", "number", "channel_state", "receiver_name_masked", "receiver_mobile_masked", "receiver_state",
            "receiver_city", "receiver_district", *_PLAIN)  # fmt: skip


class Difference(NamedTuple):
    """One field: its name, what we have, what the file says. People are told of in masked words."""

    field: str
    before: str
    after: str


def differences_of(*, shop_id: int, orders: Sequence[ChannelOrder]) -> dict[str, list[Difference]]:
    """Of each order that is here already, what would change. Two statements, whatever the size of the set."""
    arriving = {order.number: order for order in orders}
    rows = Order.objects.filter(shop_id=shop_id, number__among=set(arriving)).values(*_COLUMNS)
    ours = {row["number"]: row for row in rows}
    lines: dict[int, dict[str, str]] = defaultdict(dict)
    known = OrderLine.objects.filter(order_id__among=[row["pk"] for row in ours.values()], origin=LineOrigin.CHANNEL)
    for order_id, number, code, quantity, amount in known.values_list(
        "order_id", "number", "sku_code", "ordered", "amount"
    ):
        lines[order_id][number] = _line(code, quantity, amount)
    return {
        number: _of_order(row, arriving[number]) + _of_lines(lines[row["pk"]], arriving[number])
        for number, row in ours.items()
    }


def _of_order(row: dict[str, Any], order: ChannelOrder) -> list[Difference]:
    receiver = order.receiver
    remarks = seal_remarks(order.buyer_message, order.seller_memo, known=receiver)
    after = {name: getattr(order, name) for name in _PLAIN} | {
        "buyer_message": remarks.message,
        "seller_memo": remarks.memo,
        "channel_state": order.state.value,
        "receiver_name_masked": mask_name(receiver.name),
        "receiver_mobile_masked": mask_phone(receiver.mobile or receiver.phone),
        "receiver_state": receiver.state,
        "receiver_city": receiver.city,
        "receiver_district": receiver.district,
    }
    if order.ship_by is None:
        del after["ship_by"]  # then it follows from the moment of payment
    return [
        Difference(name, _told(row[name]), _told(value)) for name, value in sorted(after.items()) if row[name] != value
    ]


def _of_lines(ours: dict[str, str], order: ChannelOrder) -> list[Difference]:
    theirs = {line.number: _line(line.sku_code, line.quantity, line.amount) for line in order.lines}
    numbers = sorted(ours.keys() | theirs.keys())
    return [
        Difference(f"line {number}", ours.get(number, ""), theirs.get(number, ""))
        for number in numbers
        if ours.get(number) != theirs.get(number)
    ]


def _line(code: str, quantity: int, amount: Any) -> str:
    return f"{code} × {quantity} = {amount:.2f}"


def _told(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
