"""Deposit and tail of an order that is paid in two steps, as events of payment."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind

_DEPOSIT_PAID, _ALL_PAID = "1", "2"


def read_step(order: Mapping[str, Any], *, number: str) -> Fields:
    """What is told of the steps; nothing of an order that is paid at once."""
    info = order.get("step_order_info")
    return Fields(info if isinstance(info, dict) else {}, number=number)


def read_payments(
    step: Fields, *, status: str, whole: Decimal, placed_at: datetime, paid_at: datetime | None
) -> tuple[ChannelPayment, ...]:
    """What has been paid so far. The platform tells no moment of the deposit: it counts from that of the order.

    `advanced_paid_fee` is the deposit, `step_paid_fee` deposit and tail together.
    """
    if status not in {_DEPOSIT_PAID, _ALL_PAID}:
        return ()
    deposit = step.money("advanced_paid_fee", or_else=step.money("step_paid_fee", or_else=Decimal(0)))
    first = ChannelPayment(PaymentKind.DEPOSIT, deposit, placed_at, "deposit")
    if status == _DEPOSIT_PAID:
        return (first,)
    tail = max(whole - deposit, Decimal(0))
    return (first, ChannelPayment(PaymentKind.TAIL, tail, paid_at or placed_at, "tail"))
