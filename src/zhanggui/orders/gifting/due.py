"""Orders whose gifts are not decided for what they are now."""

from collections.abc import Iterable

from zhanggui.orders.models import Order


def gifts_are_due(order_ids: Iterable[int]) -> None:
    """The gifts of these orders are decided again before they are reviewed. The orders must be locked."""
    if ids := set(order_ids):
        Order.objects.filter(pk__among=ids).update(gifts_due=True)
