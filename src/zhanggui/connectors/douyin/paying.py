"""Deposit and tail of an order that is paid in phases, as events of payment."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind

_DEPOSIT_PHASE = "1"


def read_payments(order: Mapping[str, Any], *, number: str) -> tuple[ChannelPayment, ...]:
    """The phases that are paid, in their order; nothing for orders that are paid at once."""
    payments = []
    for phase in rows(order, "order_phase_list"):
        fields = Fields(phase, number=number)
        paid_at = fields.seconds_if_any("phase_pay_time")
        if not is_true(phase.get("pay_success")) or paid_at is None:
            continue
        is_deposit = fields.text("current_phase") == _DEPOSIT_PHASE
        kind = PaymentKind.DEPOSIT if is_deposit else PaymentKind.TAIL
        cause = fields.text("phase_order_id") or f"phase {fields.text('current_phase')}"
        payments.append(ChannelPayment(kind, fields.fen("phase_pay_amount", or_else=Decimal(0)), paid_at, cause))
    return tuple(payments)
