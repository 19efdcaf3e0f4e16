"""What a change of an order means for its gifts, in the transaction of the change."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from zhanggui.kernel.actor import Actor
from zhanggui.orders.gifting.deciding import READ, decide_gifts
from zhanggui.orders.models import GiftGrant, Order

LOSING = frozenset({"items", "refund", "cancelled"})
"""Changes of an order by which it may earn less than before."""


def follow_in_gifts(what: Mapping[int, Collection[str]], *, actor: Actor, at: datetime) -> None:
    """The gifts of these changed orders are decided again before they are reviewed; those that lost goods lose at once
    the gifts that they earn no more. `what` names the differences by order. The orders must be locked."""
    if not what:
        return
    Order.objects.filter(pk__among=set(what)).update(gifts_due=True)
    lessen_gifts([pk for pk, names in what.items() if not LOSING.isdisjoint(names)], actor=actor, at=at)


def lessen_gifts(order_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """What these orders earn no more is taken back: lines, budgets and stock. The caller has locked the orders.

    Those with pieces under way are decided when these stop. One statement where none has a gift; none without orders.
    """
    if not order_ids:
        return
    given = Exists(GiftGrant.objects.filter(order=OuterRef("pk"), taken_back_at=None))
    idle = Order.objects.filter(given, pk__among=set(order_ids), units_claimed=F("units_shipped"))
    orders = list(idle.only(*READ).order_by("pk"))
    decide_gifts(orders, may_give=False, actor=actor, at=at)
