"""Orders that go before the others."""

from collections.abc import Sequence

from zhanggui.orders.models import Order


def mark_urgent(order_ids: Sequence[int], *, urgent: bool = True) -> None:
    """These orders go before the others, or no longer. They must be locked."""
    if order_ids:
        Order.objects.filter(pk__among=set(order_ids)).update(urgent=urgent)
