"""Hold orders: they wait, for a reason a person gave, until someone releases them or the time is up.

Afterwards each order carries the hold; parcels under way are asked to stop.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changing import count_holds
from zhanggui.orders.facts import OrderHeld, OrderStopAsked
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.states import OPEN_STATES, HoldReason


class NothingToHold(Refusal):
    """Order {number} has left or is closed; there is nothing to hold."""


@transaction.atomic
def hold_orders(
    *,
    order_ids: Sequence[int],
    reason: str = HoldReason.BY_HAND,
    note: str = "",
    until: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_open, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    insert_rows(
        Hold,
        ("order_id", "reason", "note", "placed_by", "placed_at", "until"),
        [(order.pk, str(reason), note[:300], actor.name, at, until) for order in ready],
        on_conflict='("order_id", "reason") DO UPDATE SET "note" = EXCLUDED."note", "until" = EXCLUDED."until"',
    )
    count_holds([order.pk for order in ready])

    announce([OrderHeld(order.pk, str(reason), note) for order in ready], actor=actor, at=at)
    under_way = [order for order in ready if order.units_claimed > order.units_shipped]
    announce([OrderStopAsked(order.pk, note or str(reason)) for order in under_way], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_open(order: Order) -> None:
    if order.state not in OPEN_STATES:
        raise NothingToHold(number=order.number)
