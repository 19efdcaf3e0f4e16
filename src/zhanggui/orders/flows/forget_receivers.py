"""Forget the whole words of who received orders that are finished.

Afterwards nobody can read a name, number or address of these orders any more, neither in the order nor in its remarks
and notes, former receivers and payloads, and no search finds them by one. Province, city, goods and money stay, and
what lists show: a first character, the ends of a number.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import OrderReceiverForgotten
from zhanggui.orders.importing.disputes import forget_others
from zhanggui.orders.models import AddressChange, Order, OrderSnapshot
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.hidden import forget_texts
from zhanggui.orders.receivers.sealed import FORGOTTEN, receivers_of
from zhanggui.orders.states import FINISHED_STATES, OrderState


class OrderNotFinished(Refusal):
    """Order {number} is {state}: its receiver is still needed."""


@transaction.atomic
def forget_receivers(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders: list[Order] = list(locked(Order.objects.visible_to(actor), order_ids))

    ready, refused = divide(orders, check=_check_finished, key=lambda order: order.pk)
    refused |= not_found("order", order_ids, (order.pk for order in orders))
    ids = {order.pk for order in ready}

    change_words({pk: (receiver, Receiver()) for pk, receiver in receivers_of(ids).items()})
    Order.objects.filter(pk__among=ids).update(receiver_sealed=FORGOTTEN, receiver_digest=b"")
    forget_texts(ids)
    forget_others(ids)
    AddressChange.objects.filter(order_id__among=ids).delete()
    OrderSnapshot.objects.filter(order_id__among=ids).delete()

    announce([OrderReceiverForgotten(order.pk) for order in ready], actor=actor, at=at)
    return Outcome(done=[order.pk for order in ready], refused=refused)


def _check_finished(order: Order) -> None:
    if order.state not in FINISHED_STATES or order.units_claimed > order.units_shipped:
        raise OrderNotFinished(number=order.number, state=OrderState(order.state).label)
