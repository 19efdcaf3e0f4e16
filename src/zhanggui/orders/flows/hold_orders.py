"""Hold orders: they wait, for a reason a person gave, until someone releases them or the time is up.

Afterwards each order carries the hold, until the moment given or so many hours before its platform wants it sent,
whenever that comes to be, and is urgent when it ends where that was asked; parcels under way are asked to stop. Only
what planning waits for, goods or somebody who can send them, leaves them alone: it is in none of them. Who holds an
order already may say anew why and until when; of what somebody else holds the second is told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.rules.holds import HoldEnd
from zhanggui.orders.rules.states import PLANNING_HOLDS, VERSION_HOLDS
from zhanggui.orders.states import OPEN_STATES, HoldReason
from zhanggui.orders.stopping import ask_stops


class NothingToHold(Refusal):
    """Order {number} has left or is closed; there is nothing to hold."""


class PlatformDecides(Refusal):
    """Only the platform places and lifts the hold “{reason}”."""


class MomentPassed(Refusal):
    """The moment until which to hold has passed. Give one that is still to come."""


class NoPromise(Refusal):
    """Nothing says until when order {number} must have left."""


class HeldByOther(Refusal):
    """{by} holds order {number} already: release it first, or ask them. Their note: {note}"""


class TooLateToHold(Refusal):
    """Order {number} must leave in less than {hours} hours; it is not held."""


@transaction.atomic
def hold_orders(
    *,
    order_ids: Sequence[int],
    reason: str = HoldReason.BY_HAND,
    note: str = "",
    until: datetime | None = None,
    hours_before: int | None = None,
    marks_urgent: bool = False,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    if reason in VERSION_HOLDS:
        raise PlatformDecides(reason=HoldReason(reason).label)
    if until is not None and until <= at:
        raise MomentPassed
    orders = list(locked(Order.objects.visible_to(actor), order_ids))
    others = _others_holds(orders, actor=actor) if reason == HoldReason.BY_HAND else {}
    end = HoldEnd(until, hours_before)

    def check(order: Order) -> None:
        if order.state not in OPEN_STATES:
            raise NothingToHold(number=order.number)
        if order.pk in others:
            by, theirs = others[order.pk]
            raise HeldByOther(number=order.number, by=by, note=theirs or "–")
        if hours_before is not None:
            _check_promise(order, hours_before, at=at)

    ready, refused = divide(orders, check=check, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    notes = place_holds(
        {order.pk: note for order in ready},
        reason=reason,
        until={order.pk: end.end(order.ship_by) for order in ready},
        ends={order.pk: (end,) for order in ready},
        marks_urgent=marks_urgent,
        known={order.pk: spoken_of(order, note) for order in ready},
        actor=actor,
        at=at,
    )

    # What planning waits for is not in any parcel: the parcels under way can leave.
    stops = reason not in PLANNING_HOLDS
    under_way = [order.pk for order in ready if stops and order.units_claimed > order.units_shipped]
    ask_stops({pk: notes[pk] or str(reason) for pk in under_way}, actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _others_holds(orders: Sequence[Order], *, actor: Actor) -> dict[int, tuple[str, str]]:
    """Of those that another person holds by hand: who, and the note."""
    held = {order.pk for order in orders if order.open_holds}
    if not held:
        return {}
    holds = Hold.objects.filter(order_id__among=held, reason=HoldReason.BY_HAND)
    rows = holds.values_list("order_id", "placed_by_id", "placed_by", "note")
    return {pk: (by, note) for pk, user_id, by, note in rows if not _is_by(actor, user_id, by)}


def _is_by(actor: Actor, user_id: int | None, name: str) -> bool:
    """The hold is of the actor's account: two people may have one name. Only the program, which has none, is known
    by its name, and a person who is called like it is not the program."""
    if user_id is None and actor.user_id is None:
        return name == actor.name[:80]
    return user_id == actor.user_id


def _check_promise(order: Order, hours: int, *, at: datetime) -> None:
    if order.ship_by is None:
        raise NoPromise(number=order.number)
    if order.ship_by - timedelta(hours=hours) <= at:
        raise TooLateToHold(number=order.number, hours=hours)
