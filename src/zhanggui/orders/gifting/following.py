"""What a change of an order means for its gifts, in the transaction of the change.

Of an order with no piece under way that may earn less than before, the gifts are decided at once: what it still earns
stays its own, what it earns no more is free for others, and what it earns instead is given while budgets and stock are
locked. All others are only due (see `due.py`): the job of the change decides them, or review at the latest. While
pieces are under way that job takes back what is not earned at all; what is earned in another measure is decided when
they have stopped, by the review that follows. Gifts of a cancelled order end with its parcels, in `stop_orders`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from zhanggui.kernel.actor import Actor
from zhanggui.orders.gifting.deciding import READ, decide_gifts
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.models import GiftGrant, Order

LOSING = frozenset({"items", "refund", "cancelled"})
"""Changes of an order by which it may earn less than before."""


def follow_in_gifts(what: Mapping[int, Collection[str]], *, actor: Actor, at: datetime) -> None:
    """The gifts of these changed orders are due, and decided where goods were lost. `what` names the differences by
    order. The orders must be locked, and their lines settled. No statement without orders.
    """
    gifts_are_due(what)
    decide_at_once([pk for pk, names in what.items() if not LOSING.isdisjoint(names)], actor=actor, at=at)


def decide_at_once(order_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """Those of these orders that have gifts, and no piece under way, have the gifts of what they are now.

    The caller has locked the orders, and locks nothing afterwards that comes before stock. One statement where none
    has a gift; none without orders.
    """
    if not order_ids:
        return
    given = Exists(GiftGrant.objects.filter(order=OuterRef("pk"), taken_back_at=None))
    idle = Order.objects.filter(given, pk__among=set(order_ids), units_claimed=F("units_shipped"))
    decide_gifts(list(idle.only(*READ).order_by("pk")), actor=actor, at=at)
