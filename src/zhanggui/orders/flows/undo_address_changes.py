"""Take back changes of receivers, as long as nothing with the new one was printed.

Afterwards each order goes to the receiver before the change again, under the same rules as any change; what the channel
gives counts again if that was its own. A buyer's request that the change had answered is open again with the time it
has left, and holds its order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.changes.addressing import CHANGE, receiver_of, write_receivers
from zhanggui.orders.changes.facts import AddressChangeUndone
from zhanggui.orders.changes.reopening import Undone, reopen_answered
from zhanggui.orders.changes.states import AskedChange
from zhanggui.orders.models import AddressChange, Order, ReceiverLook
from zhanggui.orders.receivers.sealed import seal_receiver, unseal_receiver
from zhanggui.orders.rules.receiving import OrderHasLeft
from zhanggui.orders.states import OPEN_STATES, LookWay, OrderState


class NothingToUndo(Refusal):
    """Order {number} goes where its channel says; there is no change of ours to take back."""


class PrintedSince(Refusal):
    """Order {number} was printed with the new receiver. Change the address again instead."""


@transaction.atomic
def undo_address_changes(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders: list[Order] = list(locked(Order.objects.visible_to(actor), order_ids))
    standing = AddressChange.objects.filter(order_id__among=[order.pk for order in orders], ended_at__isnull=True)
    changes = {change.order_id: change for change in standing}
    printed = _printed_since(changes.values())

    def check(order: Order) -> None:
        if order.pk not in changes:
            raise NothingToUndo(number=order.number)
        if order.state not in OPEN_STATES:
            raise OrderHasLeft(number=order.number, state=OrderState(order.state).label)
        if order.pk in printed:
            raise PrintedSince(number=order.number)

    ready, refused = divide(orders, check=check, key=lambda order: order.pk)
    refused |= not_found("order", order_ids, (order.pk for order in orders))
    before = {order.pk: unseal_receiver(changes[order.pk].before) for order in ready}
    given = {order.pk: unseal_receiver(changes[order.pk].given) for order in ready}

    ends = [(changes[pk].pk, at, actor.name[:80]) for pk in before]
    update_rows(AddressChange, ("id",), ("ended_at", "undone_by"), ends)
    insert_rows(
        AddressChange,
        CHANGE,
        [
            (order.pk, seal_receiver(receiver_of(order)), seal_receiver(given[order.pk]), at, actor.name[:80])
            for order in ready
            if before[order.pk] != given[order.pk]
        ],
    )
    reopen_answered([Undone(pk, AskedChange.ADDRESS, changes[pk].made_at) for pk in before], actor=actor, at=at)
    write_receivers(ready, before, actor=actor, at=at)

    announce([AddressChangeUndone(pk) for pk in before], actor=actor, at=at)
    return Outcome(done=list(before), refused=refused)


def _printed_since(changes: Iterable[AddressChange]) -> set[int]:
    """Orders of which paper was printed after their receiver was changed."""
    made = {change.order_id: change.made_at for change in changes}
    if not made:
        return set()
    prints = ReceiverLook.objects.filter(
        way=LookWay.PRINTED, at__gte=min(made.values()), order_ids__overlap=sorted(made)
    )
    return {
        order_id
        for at, order_ids in prints.values_list("at", "order_ids")
        for order_id in order_ids
        if order_id in made and at >= made[order_id]
    }
