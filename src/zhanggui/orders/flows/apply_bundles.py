"""Apply the bundles of the catalog to orders that came before them.

Afterwards every bundle on these orders is sent as the parts the catalog names now, and what is no bundle any more is
sent as itself. Only orders of which nothing is under way; a reviewed one that changed is reviewed again. The same once
more changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import BundlesApplied
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.states import LineOrigin, OrderState

UNPLANNED = (OrderState.UNPAID, OrderState.TO_REVIEW, OrderState.REVIEWED)


class PlannedAlready(Refusal):
    """Order {number} is planned or has left; its goods stay what they are."""


@transaction.atomic
def apply_bundles(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_unplanned, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    ids = [order.pk for order in ready]
    lines = OrderLine.objects.filter(order_id__among=ids, origin=LineOrigin.CHANNEL, is_cancelled=False)
    settled = settle_lines(ids, anew=set(lines.values_list("order_id", "number")), as_now=True, at=at)
    changed = [order for order in ready if order.pk in settled.changed]
    update_rows(Order, ("id",), ("version",), [(order.pk, 1) for order in changed], add=True)
    again = [order.pk for order in changed if order.state == OrderState.REVIEWED]
    move_to(Order, again, OrderState.TO_REVIEW)

    announce([BundlesApplied(order.pk) for order in changed], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)


def _check_unplanned(order: Order) -> None:
    if order.units_claimed or order.state not in UNPLANNED:
        raise PlannedAlready(number=order.number)
