"""Reads over the pool."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.states import OPEN_STATES


class Share(NamedTuple):
    """How many orders a cause keeps, and until when the first of them is to be ended."""

    orders: int
    first_due: datetime | None


def pool_by_cause(actor: Actor) -> Mapping[str, Share]:
    """Every cause that keeps an order of this actor's shops. One statement; the counts sum to the pool."""
    rows = StuckOrder.objects.visible_to(actor).values_list("cause").annotate(n=Count("pk"), due=Min("due_at"))
    return {cause: Share(n, due) for cause, n, due in rows.order_by("cause")}


def orders_to_look_at() -> list[int]:
    """Orders in the pool, and those that carry a hold or a stop."""
    ids = set(StuckOrder.objects.values_list("pk", flat=True))
    ids |= set(Hold.objects.filter(order__state__in=OPEN_STATES).values_list("order_id", flat=True))
    ids |= set(Order.objects.exclude(stop_reason="").values_list("pk", flat=True))
    return sorted(ids)
