"""Writing another receiver on orders, with everything that follows: search, review, parcels under way."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.sealed import COLUMNS, open_receiver, receiver_row
from zhanggui.orders.stopping import follow_changes

CHANGE = ("order_id", "before", "given", "made_at", "made_by")


def receiver_of(order: Order) -> Receiver:
    return open_receiver(order.receiver_state, order.receiver_city, order.receiver_district, order.receiver_sealed)


def write_receivers(orders: Sequence[Order], receivers: Mapping[int, Receiver], *, actor: Actor, at: datetime) -> None:
    """Each of these locked orders goes to the receiver given, as if its platform had said so.

    It is reviewed again; its parcels under way are asked to stop.
    """
    ids = [order.pk for order in orders]
    update_rows(Order, ("id",), COLUMNS, [(pk, *receiver_row(receivers[pk])) for pk in ids])
    update_rows(Order, ("id",), ("version",), [(pk, 1) for pk in ids], add=True)
    change_words({order.pk: (receiver_of(order), receivers[order.pk]) for order in orders})
    follow_changes(orders, dict.fromkeys(ids, ("address",)), actor=actor, at=at)
