"""Change the receivers of orders by hand 改地址.

Afterwards each order goes to the receiver written; it is reviewed again, and its parcels under way are asked to stop,
as when its platform changes the address. Ours stands until the channel names another one. Who saw an older version of
the order than there is now is refused: nobody overwrites what he has not seen.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.addressing import CHANGE, receiver_of, write_receivers
from zhanggui.orders.changes.facts import AddressChanged
from zhanggui.orders.changes.overrides import end_overrides, given_receivers
from zhanggui.orders.models import AddressChange, Order
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.receivers.sealed import seal_receiver
from zhanggui.orders.rules.receiving import AddressEdit, check_receiver, check_version, parts_changed


@transaction.atomic
def change_addresses(*, edits: Sequence[AddressEdit], actor: Actor, at: datetime) -> Outcome[int]:
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
