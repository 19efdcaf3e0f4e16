"""Release orders from holds that we placed.

Afterwards the named reasons (or all of ours) no longer hold the orders; those with a hold that says so, or all when
asked, are urgent. What the platform holds, only the platform
releases.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderReleased
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rules.states import PLATFORM_HOLDS
from zhanggui.orders.rushing import mark_urgent


class NotHeldByUs(Refusal):
    """Order {number} carries no hold of ours; what the platform holds, the platform releases."""


@transaction.atomic
def release_orders(
    *, order_ids: Sequence[int], reasons: Sequence[str] = (), urgent: bool = False, actor: Actor, at: datetime
) -> Outcome[int]:
    orders = {order.pk: order for order in locked(Order.objects.visible_to(actor), order_ids)}
    holds = Hold.objects.filter(order_id__among=set(orders)).exclude(reason__in=PLATFORM_HOLDS)
    if reasons:
        holds = holds.filter(reason__in=reasons)
    ours = list(holds.values_list("pk", "order_id", "reason", "marks_urgent"))

    released = sorted({order_id for _, order_id, _, _ in ours})
    refused: dict[int, Refusal] = {
        pk: NotHeldByUs(number=order.number) for pk, order in orders.items() if pk not in set(released)
    }
    refused |= {missing: NotFound(what="order", key=missing) for missing in set(order_ids) - set(orders)}

    Hold.objects.filter(pk__among=[pk for pk, *_rest in ours]).delete()
    count_holds(released)
    mark_urgent([order_id for _, order_id, _, marks in ours if marks or urgent])

    announce([OrderReleased(order_id, reason) for _, order_id, reason, _ in ours], actor=actor, at=at)
    return Outcome(done=released, refused=refused)
