"""Send lines after all that we took out of their orders.

Afterwards they are sent as their platform sold them, nothing is to be given back for them, and their orders are
reviewed again; parcels under way are asked to stop, so that all of it can go together.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderLineReopened
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.lines.exchanging import reopen_changed
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.rules.cancelling import NotCancelledByUs
from zhanggui.orders.rules.exchanges import OrderIsClosed
from zhanggui.orders.states import OPEN_STATES, Change
from zhanggui.orders.stopping import ask_stops


@transaction.atomic
def reopen_lines(*, line_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line id."""
    asked = OrderLine.objects.filter(pk__among=set(line_ids))
    orders = {
        order.pk: order for order in locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    }
    lines = {line.pk: line for line in asked.filter(order_id__among=set(orders))}

    ready: list[int] = []
    refused: dict[int, Refusal] = {}
    for line_id in dict.fromkeys(line_ids):
        if (line := lines.get(line_id)) is None:
            refused[line_id] = NotFound(what="line", key=line_id)
        elif not line.cancelled_by or line.refund == RefundState.SUCCEEDED:
            refused[line_id] = NotCancelledByUs(line=line.number)
        elif orders[line.order_id].state not in OPEN_STATES:
            refused[line_id] = OrderIsClosed(line=line.number)
        else:
            ready.append(line_id)

    OrderLine.objects.filter(pk__among=ready).update(is_cancelled=False, cancelled_by="", agreed_refund=0)
    changed = [orders[pk] for pk in sorted({lines[line_id].order_id for line_id in ready})]
    gifts_are_due([order.pk for order in changed])
    reopen_changed(changed, actor=actor, at=at)
    under_way = [order.pk for order in changed if order.units_claimed > order.units_shipped]
    ask_stops(dict.fromkeys(under_way, Change.ITEMS.value), actor=actor, at=at)

    announce([OrderLineReopened(lines[pk].order_id, lines[pk].number) for pk in ready], actor=actor, at=at)
    return Outcome(done=ready, refused=refused)
