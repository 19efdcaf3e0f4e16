"""Release the holds whose time is up.

Afterwards no order waits for a moment that has passed.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.changing import count_holds
from zhanggui.orders.facts import OrderReleased
from zhanggui.orders.models import Hold, Order


@transaction.atomic
def release_due_holds(*, actor: Actor, at: datetime) -> Outcome[int]:
    due = Hold.objects.filter(until__lte=at)
    orders = list(locked(Order.objects.visible_to(actor), due.values_list("order_id", flat=True)))

    holds = due.filter(order_id__among=[order.pk for order in orders]).order_by("pk")
    over = list(holds.values_list("pk", "order_id", "reason"))
    Hold.objects.filter(pk__among=[pk for pk, _, _ in over]).delete()
    released = sorted({order_id for _, order_id, _ in over})
    count_holds(released)

    announce([OrderReleased(order_id, reason) for _, order_id, reason in over], actor=actor, at=at)
    return Outcome(done=released)
