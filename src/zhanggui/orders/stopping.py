"""Asking for parcels to stop: the marks that stations and planning read, and the facts that wake the warehouse."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_each
from zhanggui.orders.facts import OrderChanged, OrderReviewAsked, OrderStopAsked
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.models import Order
from zhanggui.orders.rules.impacts import Impact, impact_of
from zhanggui.orders.rules.states import state_after
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.states import Change

LENGTH = 200
STAFF = "staff"
"""The source of changes that people of ours made."""


def follow_changes(orders: Iterable[Order], what: Mapping[int, Collection[str]], *, actor: Actor, at: datetime) -> None:
    """Each of these orders follows what people of ours changed on it, as if its platform had said so.

    `what` names the differences by order. The orders must be locked, and read before they were changed.
    """
    changed = [order for order in orders if what.get(order.pk)]
    if not changed:
        return
    impacts = {order.pk: impact_of(what[order.pk]) for order in changed}
    under_way = {order.pk for order in changed if order.units_claimed > order.units_shipped}
    states = {
        order.pk: state_after(order.state, impacts[order.pk], is_under_way=order.pk in under_way) for order in changed
    }
    move_each(Order, (), [(order.pk, states[order.pk]) for order in changed if states[order.pk] != order.state])
    gifts_are_due(impacts)
    announce(
        [OrderChanged(pk, sorted(set(what[pk])), impact.value, STAFF) for pk, impact in impacts.items()],
        actor=actor,
        at=at,
    )
    words = {pk: stop_word(what[pk]) for pk in under_way}
    ask_stops({pk: word for pk, word in words.items() if impacts[pk] is Impact.STOP}, actor=actor, at=at)
    ask_reviews({pk: word for pk, word in words.items() if impacts[pk] is Impact.REVIEW}, actor=actor, at=at)


def ask_stops(reasons: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Each order of `reasons` is marked with its reason until its parcels have stopped. The orders must be locked.

    Another sum to collect stops some parcels only: it takes nothing from an order that stops for another reason.
    """
    reasons = _but_milder(reasons)
    rows = [(order_id, reason[:LENGTH]) for order_id, reason in sorted(reasons.items())]
    update_rows(Order, ("id",), ("stop_reason",), rows)
    announce([OrderStopAsked(*row) for row in rows], actor=actor, at=at)


def _but_milder(reasons: Mapping[int, str]) -> Mapping[int, str]:
    cash = {pk for pk, reason in reasons.items() if reason == Change.CASH}
    if not cash:
        return reasons
    stopping = Order.objects.filter(pk__among=cash).exclude(stop_reason__in=["", Change.CASH.value])
    kept = set(stopping.values_list("pk", flat=True))
    return {pk: reason for pk, reason in reasons.items() if pk not in kept}


def ask_reviews(reasons: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Of each order of `reasons` nothing more is planned or printed until it passed review again; what is on paper
    goes on. The orders must be locked."""
    rows = [(order_id, reason[:LENGTH]) for order_id, reason in sorted(reasons.items())]
    update_rows(Order, ("id",), ("review_reason",), rows)
    announce([OrderReviewAsked(*row) for row in rows], actor=actor, at=at)


def ask_to_leave(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Cancelled lines of these orders leave their parcels. An order that stops already keeps its reason: whatever it
    is, it takes the cancelled lines along. The orders must be locked."""
    asked = Order.objects.filter(pk__among=set(order_ids), stop_reason="").values_list("pk", flat=True)
    ask_stops(dict.fromkeys(asked, Change.LINES.value), actor=actor, at=at)


def lift_stops(order_ids: list[int]) -> None:
    """Nothing of these orders is on its way any more. The orders must be locked."""
    Order.objects.filter(pk__among=order_ids).update(stop_reason="")
