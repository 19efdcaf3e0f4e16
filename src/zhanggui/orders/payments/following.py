"""What follows when the money of orders moves: reservations, gates and what couriers collect."""

from collections.abc import Iterable
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import Order
from zhanggui.orders.payments.gates import shut_gates
from zhanggui.orders.payments.releasing import release_surplus
from zhanggui.orders.states import Change, OrderState
from zhanggui.orders.stopping import ask_stops


def follow_money(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Of each of these orders what is due or what arrived is another than before; they are locked.

    Afterwards no more of a prepaid balance is reserved than is due; one that its payment does not release is reviewed
    again, and its parcels stop; and no parcel of one that is paid at the door leaves with the former sum on its label.
    """
    asked = set(order_ids)
    if not asked:
        return
    release_surplus(asked, actor=actor, at=at)
    shut = shut_gates(sorted(asked))
    orders = Order.objects.filter(pk__among=asked).order_by("pk")
    rows = list(orders.values_list("pk", "state", "payment_mode", "units_claimed", "units_shipped", "stop_reason"))
    again = [pk for pk, state, *_ in rows if pk in shut and state == OrderState.REVIEWED]
    move_to(Order, again, OrderState.TO_REVIEW)
    stops = {}
    for pk, _, mode, claimed, shipped, stopping in rows:
        if claimed > shipped and pk in shut:
            stops[pk] = Change.PAYMENT.value
        elif claimed > shipped and mode == PaymentMode.COD and not stopping:
            stops[pk] = Change.CASH.value
    ask_stops(stops, actor=actor, at=at)
