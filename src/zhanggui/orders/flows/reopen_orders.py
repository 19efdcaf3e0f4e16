"""Take back cancellations of ours.

Afterwards the orders wait for review again. What the platform closed stays closed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import OrderReopened
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState


class NotCancelledByUs(Refusal):
    """Order {number} was not cancelled by us, so we cannot open it again."""


@transaction.atomic
def reopen_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_ours, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    move_to(Order, [order.pk for order in ready], OrderState.TO_REVIEW)

    announce([OrderReopened(order.pk) for order in ready], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_ours(order: Order) -> None:
    closed = {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED}
    if order.state != OrderState.CANCELLED or order.channel_state in closed:
        raise NotCancelledByUs(number=order.number)
