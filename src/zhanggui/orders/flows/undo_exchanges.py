"""Take back exchanges of items that have not left yet.

Afterwards what was to be sent before is sent again, exactly; a buyer's request that the exchange had answered is open
again with the time it has left, and holds its order; so is what a remark asked and the exchange had settled. Parcels
under way are asked to stop, and the order is reviewed again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.reopening import Undone, reopen_answered
from zhanggui.orders.changes.states import AskedChange
from zhanggui.orders.facts import ExchangeUndone
from zhanggui.orders.lines.exchanging import own_of, reopen_changed
from zhanggui.orders.models import Exchange, Order, OrderLine
from zhanggui.orders.remarks.quantities import reopen_quantities
from zhanggui.orders.rules.exchanges import LineHasLeft, OrderIsClosed
from zhanggui.orders.states import OPEN_STATES


class NotExchanged(Refusal):
    """Line {line} is not exchanged."""


@transaction.atomic
def undo_exchanges(*, line_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line id."""
    asked = OrderLine.objects.filter(pk__among=set(line_ids))
    rows = locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    orders = {order.pk: order for order in rows}
    lines = {line.pk: line for line in asked.filter(order_id__among=set(orders))}
    rows_of = Exchange.objects.filter(line_id__among=set(lines), ended_at=None).select_related("sku")
    exchanges = {one.line_id: one for one in rows_of}
    own = own_of(lines)

    ready: list[int] = []
    refused: dict[int, Refusal] = {}
    for line_id in dict.fromkeys(line_ids):
        if (line := lines.get(line_id)) is None:
            refused[line_id] = NotFound(what="line", key=line_id)
        elif line_id not in exchanges:
            refused[line_id] = NotExchanged(line=line.number)
        elif any(one.shipped for one in own.get(line_id, ())):
            refused[line_id] = LineHasLeft(line=line.number)
        elif orders[line.order_id].state not in OPEN_STATES:
            refused[line_id] = OrderIsClosed(line=line.number)
        else:
            ready.append(line_id)

    Exchange.objects.filter(pk__among=[exchanges[pk].pk for pk in ready]).update(
        ended_by=actor.name[:80], ended_at=at, waits=True
    )
    asking = reopen_answered([_undone(lines[pk], exchanges[pk]) for pk in ready], actor=actor, at=at)
    made = [(lines[pk].order_id, exchanges[pk].made_at) for pk in ready]
    reopen_quantities(made, actor=actor, at=at)
    changed = [orders[pk] for pk in sorted({lines[line_id].order_id for line_id in ready})]
    reopen_changed(changed, stopping=asking, actor=actor, at=at)

    announce(
        [ExchangeUndone(lines[pk].order_id, lines[pk].number, exchanges[pk].sku.code) for pk in ready],
        actor=actor,
        at=at,
    )
    return Outcome(done=ready, refused=refused)


def _undone(line: OrderLine, exchange: Exchange) -> Undone:
    """What the buyer was answered with this exchange is not so any more."""
    answered_at = exchange.made_at if exchange.ended_hold else None
    return Undone(line.order_id, AskedChange.ITEMS, answered_at, line.number)
