"""Put orders before the others, or back among them.

Afterwards urgent orders stand first in the queues of the warehouse and have half the time in the pool.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order
from zhanggui.orders.pool.facts import OrderCalmed, OrderRushed
from zhanggui.orders.rushing import mark_urgent
from zhanggui.orders.states import OPEN_STATES


class NothingToRush(Refusal):
    """Order {number} has left or is closed; there is nothing to hurry."""


@transaction.atomic
def rush_orders(*, order_ids: Sequence[int], urgent: bool = True, actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_open, key=lambda order: order.pk)
    refused |= not_found("order", order_ids, (order.pk for order in orders))
    changed = [order.pk for order in ready if order.urgent != urgent]

    mark_urgent(changed, urgent=urgent)
    fact = OrderRushed if urgent else OrderCalmed
    announce([fact(pk) for pk in changed], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_open(order: Order) -> None:
    if order.state not in OPEN_STATES:
        raise NothingToRush(number=order.number)
