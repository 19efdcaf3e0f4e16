"""Writing another receiver on orders, with everything that follows: search, review, parcels under way.

Whoever asks for it, by hand, by a buyer's request on the platform or by the words of a remark: it is
`apply_addresses`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.facts import AddressChanged
from zhanggui.orders.changes.overrides import end_overrides, given_receivers
from zhanggui.orders.models import AddressChange, Order
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.receivers.sealed import COLUMNS, open_receiver, receiver_row, seal_receiver
from zhanggui.orders.rules.receiving import AddressEdit, check_receiver, check_version, parts_changed
from zhanggui.orders.stopping import follow_changes

CHANGE = ("order_id", "before", "given", "made_at", "made_by")


class Agreement(NamedTuple):
    """The receiver that is agreed to for a request, and the version of the order that was seen."""

    request_id: int
    version: int
    receiver: Receiver


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


def apply_addresses(edits: Sequence[AddressEdit], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each of these orders goes to the receiver written, and the change can be taken back. Answers by order."""
    asked = {edit.order_id: edit for edit in edits}
    orders: dict[int, Order] = {order.pk: order for order in locked(Order.objects.visible_to(actor), asked)}
    given = given_receivers(orders)
    regions = gazetteer()

    receivers: dict[int, Receiver] = {}
    before: dict[int, Receiver] = {}
    refused: dict[int, Refusal] = {}
    for order_id, edit in asked.items():
        try:
            if (order := orders.get(order_id)) is None:
                raise NotFound(what="order", key=order_id)
            check_version(number=order.number, version=order.version, seen=edit.version)
            before[order_id] = receiver_of(order)
            receivers[order_id] = check_receiver(
                edit.receiver, number=order.number, state=order.state, before=before[order_id], gazetteer=regions
            )
        except Refusal as refusal:
            refused[order_id] = refusal
    ready = [orders[order_id] for order_id in receivers]

    end_overrides(receivers, at=at)
    insert_rows(
        AddressChange,
        CHANGE,
        [
            (pk, seal_receiver(before[pk]), seal_receiver(given.get(pk, before[pk])), at, actor.name[:80])
            for pk in receivers
        ],
    )
    write_receivers(ready, receivers, actor=actor, at=at)

    announce(
        [AddressChanged(pk, " ".join(parts_changed(before[pk], now))) for pk, now in receivers.items()],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(receivers), refused=refused)


def apply_agreements(
    agreements: Sequence[Agreement], *, order_of: Mapping[int, int], actor: Actor, at: datetime
) -> Outcome[int]:
    """What is agreed to for each of these requests is written on its order. Answers by request."""
    if not agreements:
        return Outcome()
    edits = [AddressEdit(order_of[one.request_id], one.version, one.receiver) for one in agreements]
    changed = apply_addresses(edits, actor=actor, at=at)
    request_of = {order_of[one.request_id]: one.request_id for one in agreements}
    refused = {request_of[order_id]: refusal for order_id, refusal in changed.refused.items()}
    return Outcome(done=[request_of[order_id] for order_id in changed.done], refused=refused)
