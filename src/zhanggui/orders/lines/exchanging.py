"""What exchanging and undoing it share: the lines of ours there are, and orders that must be looked at again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.orders.holding import count_holds, place_holds
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.lines.waiting import free_holds
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.payments.following import follow_money
from zhanggui.orders.states import HoldReason, LineOrigin
from zhanggui.orders.stopping import follow_changes


def open_exchanges(line_ids: Iterable[int]) -> QuerySet[Exchange]:
    """Exchanges of these lines that hold, or were taken back and still wait for pieces under way."""
    return Exchange.objects.filter(Q(ended_at=None) | Q(waits=True), line_id__among=set(line_ids))


def own_of(line_ids: Iterable[int]) -> dict[int, list[OrderLine]]:
    """By line, what is sent in its place now."""
    own: dict[int, list[OrderLine]] = defaultdict(list)
    rows = OrderLine.objects.filter(source_id__among=set(line_ids), is_cancelled=False)
    for one in rows.exclude(origin=LineOrigin.GIFT).order_by("pk"):
        if one.source_id is not None:
            own[one.source_id].append(one)
    return own


def reopen_changed(orders: Sequence[Order], *, stopping: Collection[int] = (), actor: Actor, at: datetime) -> None:
    """What is sent for these orders follows their exchanges; they are reviewed again.

    Where pieces of the exchanged line are under way, all parcels of the order are asked to stop, and it waits until
    they have; the same for those `stopping`, which a buyer's request holds. Of other orders what is on paper goes on:
    it holds nothing of what was exchanged. All stop of which more is due now than their payment releases, or than their
    label collects. The caller has locked the orders.
    """
    ids = [order.pk for order in orders]
    settled = settle_lines(ids, at=at)
    waiting = dict.fromkeys(settled.waiting, "")
    place_holds(waiting, reason=HoldReason.CHANGE_WAITS, is_kept=True, actor=actor, at=at)
    free_holds(sorted(set(ids) - settled.waiting))
    count_holds(ids)
    update_rows(Order, ("id",), ("version",), [(order_id, 1) for order_id in ids], add=True)
    under_way = settled.waiting | set(stopping)
    what = {order_id: ("items",) if order_id in under_way else ("exchange",) for order_id in ids}
    follow_changes(orders, what, actor=actor, at=at)
    follow_money(ids, actor=actor, at=at)
