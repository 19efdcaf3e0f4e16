"""What settling price differences and opening them again share."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Exchange, Order
from zhanggui.orders.payments.differences import count_differences
from zhanggui.orders.payments.gates import close_gates
from zhanggui.orders.payments.releasing import release_surplus


def locked_differences(exchange_ids: Sequence[int], *, actor: Actor) -> list[Exchange]:
    """These exchanges of orders the actor may see, with line and order; the orders are locked."""
    asked = Exchange.objects.filter(pk__among=set(exchange_ids))
    orders = set(
        locked(Order.objects.visible_to(actor), asked.values_list("line__order_id", flat=True)).values_list(
            "pk", flat=True
        )
    )
    return list(asked.filter(line__order_id__among=orders).select_related("line__order").order_by("pk"))


def follow_differences(orders: Iterable[Order], *, actor: Actor, at: datetime) -> None:
    """These orders cost what their exchanges say now; one that its payment no longer releases is reviewed again."""
    modes = {order.pk: order.payment_mode for order in orders}
    count_differences(modes)
    release_surplus([pk for pk, mode in modes.items() if mode == PaymentMode.PREPAID], actor=actor, at=at)
    close_gates(sorted(modes), actor=actor, at=at)
