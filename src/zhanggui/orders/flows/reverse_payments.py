"""Take events of payment back: the bank returned the money, or it was recorded by mistake.

Afterwards each event is reversed by a row of its own, a reserved balance is the buyer's again, a price difference that
was settled with it is open again, orders that lost what released them are to be reviewed again, and their parcels stop;
so do those whose label collects another sum than is due now.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import Order, OrderPayment
from zhanggui.orders.payments.gates import take_back
from zhanggui.orders.payments.releasing import give_back
from zhanggui.orders.payments.settling import follow_differences, reopen_with
from zhanggui.orders.rules.hiding import masked


class TakenBackAlready(Refusal):
    """{cause} was taken back already."""


@transaction.atomic
def reverse_payments(*, payment_ids: Sequence[int], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = OrderPayment.objects.filter(pk__among=set(payment_ids), reverses=None)
    order_ids = sorted(set(asked.values_list("order_id", flat=True)))
    orders = set(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    payments = list(asked.filter(order_id__among=set(orders)).select_related("reversal").order_by("pk"))

    ready, refused = divide(payments, check=_check_standing, key=lambda payment: payment.pk)
    for missing in set(payment_ids) - {payment.pk for payment in payments}:
        refused[missing] = NotFound(what="payment", key=missing)

    take_back(ready, note=masked(reason)[:200], actor=actor, at=at)
    give_back([payment for payment in ready if payment.kind == PaymentKind.BALANCE], actor=actor, at=at)
    reopen_with(ready, actor=actor, at=at)
    follow_differences([payment.order_id for payment in ready], actor=actor, at=at)
    return Outcome(done=[payment.pk for payment in ready], refused=refused)


def _check_standing(payment: OrderPayment) -> None:
    if hasattr(payment, "reversal"):
        raise TakenBackAlready(cause=payment.cause)
