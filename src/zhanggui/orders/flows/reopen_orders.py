"""Take back cancellations of ours.

Afterwards the orders are where their platform has them, most of them waiting for review again. What the platform
closed stays closed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.facts import OrderReopened
from zhanggui.orders.importing.incoming import CLOSED
from zhanggui.orders.models import Order
from zhanggui.orders.rules.states import derive_state
from zhanggui.orders.states import OrderState


class NotCancelledByUs(Refusal):
    """Order {number} was not cancelled by us, so we cannot open it again."""


@transaction.atomic
def reopen_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_ours, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    opened = [
        (
            order.pk,
            derive_state(channel=order.channel_state) if not order.units_claimed else OrderState.TO_REVIEW,
            "",
            True,
        )
        for order in ready
    ]
    move_each(Order, ("cancelled_by", "gifts_due"), opened)

    announce([OrderReopened(order.pk) for order in ready], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_ours(order: Order) -> None:
    if order.state != OrderState.CANCELLED or not order.cancelled_by or order.channel_state in CLOSED:
        raise NotCancelledByUs(number=order.number)
