"""Give back what is reserved of prepaid balances and no more due.

Afterwards nothing is reserved for those of these orders that are cancelled; one that lives keeps what it costs now and
no more, and one outside the actor's shops is not found.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.models import Order, OrderPayment
from zhanggui.orders.payments.gates import STANDING
from zhanggui.orders.payments.releasing import release_surplus
from zhanggui.orders.states import OrderState


@transaction.atomic
def release_balances(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = set(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", flat=True))
    reserved = OrderPayment.objects.filter(
        STANDING, order_id__among=set(seen), kind=PaymentKind.BALANCE, order__state=OrderState.CANCELLED
    )
    by_payment = dict(reserved.values_list("pk", "order_id"))
    outcome = reverse_payments(payment_ids=list(by_payment), actor=actor, at=at)
    over = release_surplus(seen, actor=actor, at=at)
    unseen = not_found("order", order_ids, seen)
    refused = {by_payment[pk]: refusal for pk, refusal in outcome.refused.items()}
    return Outcome(done=[*(by_payment[pk] for pk in outcome.done), *over], refused=unseen | refused)
