"""Hold orders: they wait, for a reason a person gave, until someone releases them or the time is up.

Afterwards each order carries the hold; parcels under way are asked to stop. Only a shortage, which another flow
finds, leaves them alone: what is short is in none of them.
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
from zhanggui.orders.facts import OrderHeld
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rules.states import VERSION_HOLDS
from zhanggui.orders.states import OPEN_STATES, HoldReason
from zhanggui.orders.stopping import ask_stops


class NothingToHold(Refusal):
    """Order {number} has left or is closed; there is nothing to hold."""


class PlatformDecides(Refusal):
    """Only the platform places and lifts the hold “{reason}”."""


class MomentPassed(Refusal):
    """The moment until which to hold has passed. Give one that is still to come."""


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
    if reason in VERSION_HOLDS:
        raise PlatformDecides(reason=HoldReason(reason).label)
    if until is not None and until <= at:
        raise MomentPassed
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
    # What is short is not in any parcel: the parcels under way can leave.
    stops = reason != HoldReason.SHORTAGE
    under_way = [order.pk for order in ready if stops and order.units_claimed > order.units_shipped]
    ask_stops(dict.fromkeys(under_way, note or str(reason)), actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_open(order: Order) -> None:
    if order.state not in OPEN_STATES:
        raise NothingToHold(number=order.number)
