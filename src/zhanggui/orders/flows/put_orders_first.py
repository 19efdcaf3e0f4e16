"""Let orders have the next stock first.

Afterwards they come before all others who wait for the same goods, nearest deadline first among themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.exception_facts import OrderRushed
from zhanggui.orders.models import Order, ShortOrder


class WaitsForNothing(Refusal):
    """Order {number} does not wait for goods."""


@transaction.atomic
def put_orders_first(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = {order.pk: order for order in locked(Order.objects.visible_to(actor), order_ids)}
    waiting = set(ShortOrder.objects.filter(pk__among=list(orders)).values_list("pk", flat=True))

    done = [pk for pk in orders if pk in waiting]
    refused: dict[int, Refusal] = {
        pk: WaitsForNothing(number=order.number) for pk, order in orders.items() if pk not in waiting
    }
    refused |= {pk: NotFound(what="order", key=pk) for pk in set(order_ids) - set(orders)}

    Order.objects.filter(pk__among=done).update(urgent=True)

    announce([OrderRushed(pk, True) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
