"""What the orders of a parcel say to whoever handles it: one that travels along is heard like the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.models import Order


@dataclass(frozen=True, slots=True)
class Said:
    """The words of all orders of a parcel, each once, and what is true of one of them at least."""

    memo: str
    message: str
    is_urgent: bool
    is_paid_at_door: bool


def said_in(parcel: Parcel, lines: Sequence[ParcelLine]) -> Said:
    """By the orders of these lines of it, read with them; an empty parcel speaks for the order it was planned for."""
    return said_by({line.order_line.order_id: line.order_line.order for line in lines}.values() or [parcel.order])


def said_by(orders: Iterable[Order]) -> Said:
    orders = list(orders)
    return Said(
        memo=_each_once(order.seller_memo for order in orders),
        message=_each_once(order.buyer_message for order in orders),
        is_urgent=any(order.urgent for order in orders),
        is_paid_at_door=any(order.payment_mode == PaymentMode.COD for order in orders),
    )


def _each_once(words: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(filter(None, words)))
