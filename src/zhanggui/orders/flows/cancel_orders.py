"""Cancel orders on our side.

Afterwards the orders are cancelled and will not be planned, and their gifts are free again; parcels under way are asked
to stop, and give back what they claim when they have. An order whose goods have left cannot be cancelled.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import OrderCancelled
from zhanggui.orders.gifting.following import decide_at_once
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.states import OPEN_STATES, OrderState
from zhanggui.orders.stopping import ask_stops


class TooLateToCancel(Refusal):
    """Order {number}: its goods have left. Ask the courier to bring them back."""


class ClosedAlready(Refusal):
    """Order {number} is closed already."""


@transaction.atomic
def cancel_orders(*, order_ids: Sequence[int], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_cancellable, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    move_to(Order, [order.pk for order in ready], OrderState.CANCELLED, cancelled_by=actor.name[:80], gifts_due=True)

    decide_at_once([order.pk for order in ready], actor=actor, at=at)

    reasons = {order.pk: masked(reason, known=spoken_of(order, reason)) for order in ready}
    announce([OrderCancelled(pk, words) for pk, words in reasons.items()], actor=actor, at=at)
    under_way = [order.pk for order in ready if order.units_claimed > order.units_shipped]
    ask_stops({pk: reasons[pk] or OrderState.CANCELLED.value for pk in under_way}, actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_cancellable(order: Order) -> None:
    if order.units_shipped:
        raise TooLateToCancel(number=order.number)
    if order.state not in OPEN_STATES:
        raise ClosedAlready(number=order.number)
