"""Apply the gift rules of now to orders that entered earlier.

Afterwards each order has what the versions in force now give: what differs was taken back or given, what is the same
stayed. A changed rule reaches orders that are here already only this way.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.gifting.deciding import READ, decide_gifts
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState


class GiftsNotNow(Refusal):
    """Order {number}: gifts are decided anew while it is paid and nothing of it is in the warehouse."""


@transaction.atomic
def reapply_gifts(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(Order.objects.visible_to(actor).only(*READ), order_ids))

    ready, refused = divide(orders, check=_check_here, key=lambda order: order.pk)
    for missing in set(order_ids) - {order.pk for order in orders}:
        refused[missing] = NotFound(what="order", key=missing)

    return Outcome(done=decide_gifts(ready, anew=True, actor=actor, at=at), refused=refused)


def _check_here(order: Order) -> None:
    if order.state not in {OrderState.TO_REVIEW, OrderState.REVIEWED} or order.units_claimed:
        raise GiftsNotNow(number=order.number)
