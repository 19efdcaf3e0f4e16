"""Reads over the pool."""

from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.states import OPEN_STATES


def orders_to_look_at() -> list[int]:
    """Orders in the pool, and those that carry a hold or a stop."""
    ids = set(StuckOrder.objects.values_list("pk", flat=True))
    ids |= set(Hold.objects.filter(order__state__in=OPEN_STATES).values_list("order_id", flat=True))
    ids |= set(Order.objects.exclude(stop_reason="").values_list("pk", flat=True))
    return sorted(ids)
