"""Locks for flows that change which pieces travel in which parcel.

Whoever does holds every order with pieces in those parcels, before and after. So nobody else can add a line to a
parcel, or take one out, while its orders are held.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Order


def lock_orders_of(parcel_ids: Iterable[int]) -> None:
    """Every order with pieces in these parcels is locked, and stays all there are."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    lock_orders_while(lambda: set(lines.values_list("order_line__order_id", flat=True)))


def lock_orders_while(read: Callable[[], set[int]]) -> set[int]:
    """The orders that `read` names are locked, and it still names no other now that they are.

    Who came in between is found by the second reading; then the locks are let go and taken again with them, by id.
    """
    wanted = read()
    while True:
        before = transaction.savepoint()
        list(locked(Order.objects.all(), wanted).values_list("pk"))
        now = read()
        if now <= wanted:
            transaction.savepoint_commit(before)
            return wanted
        transaction.savepoint_rollback(before)
        wanted |= now
