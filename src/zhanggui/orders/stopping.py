"""Asking for parcels to stop: the mark every station reads, and the fact that wakes the warehouse."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderStopAsked
from zhanggui.orders.models import Order
from zhanggui.orders.states import Change

LENGTH = 200


def ask_stops(reasons: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Each order of `reasons` is marked with its reason until its parcels have stopped. The orders must be locked."""
    rows = [(order_id, reason[:LENGTH]) for order_id, reason in sorted(reasons.items())]
    update_rows(Order, ("id",), ("stop_reason",), rows)
    announce([OrderStopAsked(*row) for row in rows], actor=actor, at=at)


def ask_to_leave(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Cancelled lines of these orders leave their parcels. An order that stops already keeps its reason: whatever it
    is, it takes the cancelled lines along. The orders must be locked."""
    asked = Order.objects.filter(pk__among=set(order_ids), stop_reason="").values_list("pk", flat=True)
    ask_stops(dict.fromkeys(asked, Change.LINES.value), actor=actor, at=at)


def lift_stops(order_ids: list[int]) -> None:
    """Nothing of these orders is on its way any more. The orders must be locked."""
    Order.objects.filter(pk__among=order_ids).update(stop_reason="")
