"""Release the holds whose time is up, at most a thousand at once.

Afterwards their orders wait no more for a moment that has passed; those whose hold says so are urgent.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.facts import OrderReleased
from zhanggui.orders.holding import count_holds
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rushing import mark_urgent

AT_ONCE = 1000


@transaction.atomic
def release_due_holds(*, actor: Actor, at: datetime) -> Outcome[int]:
    seen = Order.objects.visible_to(actor)
    due = Hold.objects.filter(until__lte=at).order_by("until", "pk")
    asked = due.filter(order__in=seen) if actor.shop_ids is not None else due
    orders = list(locked(seen, asked.values_list("order_id", flat=True)[:AT_ONCE]).values_list("pk", flat=True))

    holds = due.filter(order_id__among=set(orders)).order_by("pk")
    over = list(holds.values_list("pk", "order_id", "reason", "marks_urgent"))
    Hold.objects.filter(pk__among=[pk for pk, *_rest in over]).delete()
    released = sorted({order_id for _, order_id, _, _ in over})
    count_holds(released)
    mark_urgent([order_id for _, order_id, _, marks in over if marks])

    announce([OrderReleased(order_id, reason) for _, order_id, reason, _ in over], actor=actor, at=at)
    return Outcome(done=released)
