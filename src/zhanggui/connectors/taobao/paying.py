"""What a step order says of its deposit and tail, as events of payment."""

from datetime import datetime
from decimal import Decimal

from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.taobao.states import DEPOSIT_ONLY, PAID_IN_STEPS
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind


def read_payments(fields: Fields, *, step: str, paid_at: datetime | None) -> tuple[ChannelPayment, ...]:
    """The deposit once it is paid, and the tail after it; nothing for orders that are paid at once.

    The platform gives one sum of what was paid in steps and no moment of the deposit: while only the deposit is paid
    the sum is the deposit, and its moment that of the order.
    """
    if step not in {DEPOSIT_ONLY, PAID_IN_STEPS}:
        return ()
    placed_at = fields.moment("created")
    stepwise = fields.money("step_paid_fee", or_else=Decimal(0))
    whole = fields.money("payment")
    deposit = ChannelPayment(PaymentKind.DEPOSIT, stepwise, placed_at, "deposit")
    if step == DEPOSIT_ONLY:
        return (deposit,)
    tail = whole - stepwise if stepwise < whole else whole
    return (deposit, ChannelPayment(PaymentKind.TAIL, tail, paid_at or fields.moment("modified"), "tail"))
