"""Asking for parcels to stop: the mark every station reads, and the fact that wakes the warehouse."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.models import Fact
from zhanggui.orders.facts import OrderChanged, OrderStopAsked
from zhanggui.orders.models import Order
from zhanggui.orders.rules.stops import stop_word

LENGTH = 200


def ask_stops(reasons: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """Each order of `reasons` is marked with its reason until its parcels have stopped. The orders must be locked."""
    rows = [(order_id, reason[:LENGTH]) for order_id, reason in sorted(reasons.items())]
    update_rows(Order, ("id",), ("stop_reason",), rows)
    announce([OrderStopAsked(*row) for row in rows], actor=actor, at=at)


def lift_stops(order_ids: list[int]) -> None:
    """Nothing of these orders is on its way any more. The orders must be locked."""
    Order.objects.filter(pk__among=order_ids).update(stop_reason="")


def changes_since(facts: Mapping[int, int], *, day: datetime) -> dict[int, str]:
    """Why parcels of these orders must stop, for those whose platform changed them after the fact given.

    The numbers of facts say what came first; `day` is a moment before all of them.
    """
    if not facts:
        return {}
    changed = Fact.objects.filter(
        subject=OrderChanged.SUBJECT, subject_id__among=sorted(facts), name=OrderChanged.NAME, at__gte=day
    )
    what: dict[int, set[str]] = {}
    for order_id, number, data in changed.exclude(data__impact="none").values_list("subject_id", "id", "data"):
        if number > facts[order_id]:
            what.setdefault(order_id, set()).update(data["what"])
    return {order_id: stop_word(differences) for order_id, differences in what.items()}
