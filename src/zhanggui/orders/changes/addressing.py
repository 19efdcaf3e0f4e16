"""Writing another receiver on orders, with everything that follows: search, review, parcels under way."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_to
from zhanggui.orders.facts import OrderChanged
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.sealed import COLUMNS, open_receiver, receiver_row
from zhanggui.orders.rules.states import impact_of
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.states import OrderState
from zhanggui.orders.stopping import ask_stops

CHANGE = ("order_id", "before", "given", "made_at", "made_by")
WHAT = ("address",)
STAFF = "staff"
"""The source of versions that people of ours made."""


def receiver_of(order: Order) -> Receiver:
    return open_receiver(order.receiver_state, order.receiver_city, order.receiver_district, order.receiver_sealed)


def write_receivers(orders: Sequence[Order], receivers: Mapping[int, Receiver], *, actor: Actor, at: datetime) -> None:
    """Each of these locked orders goes to the receiver given, as if its platform had said so.

    It is reviewed again; its parcels under way are asked to stop.
    """
    ids = [order.pk for order in orders]
    impact = impact_of(WHAT)
    update_rows(Order, ("id",), COLUMNS, [(pk, *receiver_row(receivers[pk])) for pk in ids])
    update_rows(Order, ("id",), ("version",), [(pk, 1) for pk in ids], add=True)
    move_to(Order, [order.pk for order in orders if order.state == OrderState.REVIEWED], OrderState.TO_REVIEW)
    change_words({order.pk: (receiver_of(order), receivers[order.pk]) for order in orders})
    announce([OrderChanged(pk, list(WHAT), impact, STAFF) for pk in ids], actor=actor, at=at)
    under_way = [order.pk for order in orders if order.units_claimed > order.units_shipped]
    ask_stops(dict.fromkeys(under_way, stop_word(WHAT)), actor=actor, at=at)
