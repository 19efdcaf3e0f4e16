"""Let orders have stock in their turn again.

Afterwards deadline and payment decide when they are served.
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


class NothingToPutBack(Refusal):
    """Order {number} does not wait for goods."""


@transaction.atomic
def put_orders_back(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = {order.pk: order for order in locked(Order.objects.visible_to(actor), order_ids)}
    waiting = set(ShortOrder.objects.filter(pk__among=list(orders)).values_list("pk", flat=True))

    done = [pk for pk in orders if pk in waiting]
    refused: dict[int, Refusal] = {
        pk: NothingToPutBack(number=order.number) for pk, order in orders.items() if pk not in waiting
    }
    refused |= {pk: NotFound(what="order", key=pk) for pk in set(order_ids) - set(orders)}

    Order.objects.filter(pk__among=done).update(urgent=False)

    announce([OrderRushed(pk, False) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
