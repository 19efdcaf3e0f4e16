"""Record which orders have arrived with their buyers.

Afterwards each order that left whole says when the last of it was delivered. Where no platform will ever say that the
deal is done, because the shop has none that we are connected to, the order is completed by it; elsewhere the platform's
word completes it. Told again, nothing happens: the first moment stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.facts import OrderDelivered
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState

_LEFT_WHOLE = frozenset({OrderState.SHIPPED, OrderState.COMPLETED})


class Delivery(NamedTuple):
    """The last of this order was delivered then."""

    order_id: int
    delivered_at: datetime


class OrderHasNotLeft(Refusal):
    """Order {number} is {state}: only one that left whole is delivered."""


@transaction.atomic
def record_deliveries(*, deliveries: Sequence[Delivery], actor: Actor, at: datetime) -> Outcome[int]:
    arrived = {one.order_id: one.delivered_at for one in deliveries}
    rows = locked(Order.objects.all(), arrived)
    orders: list[Any] = list(
        rows.values_list("pk", "number", "state", "units_shipped", "delivered_at", "shop__channel", named=True)
    )

    ready, refused = divide(orders, check=_check_left, key=lambda order: order.pk)
    refused |= not_found("order", arrived, (order.pk for order in orders))

    new = [order for order in ready if order.delivered_at is None]
    move_each(Order, ("delivered_at",), [(order.pk, _state_after(order), arrived[order.pk]) for order in new])

    announce([OrderDelivered(order.pk, arrived[order.pk]) for order in new], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_left(order: Any) -> None:
    if order.state not in _LEFT_WHOLE or not order.units_shipped:
        raise OrderHasNotLeft(number=order.number, state=OrderState(order.state).label)


def _state_after(order: Any) -> str:
    return str(order.state) if order.shop__channel in installed(CHANNELS) else OrderState.COMPLETED.value
