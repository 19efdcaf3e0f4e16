"""Price differences that are settled and opened again, by hand or with the payment that brought them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Exchange, Order, OrderPayment
from zhanggui.orders.payments.differences import count_differences
from zhanggui.orders.payments.facts import DifferenceReopened, DifferenceSettled
from zhanggui.orders.payments.following import follow_money
from zhanggui.orders.payments.states import DifferenceWay, PaymentSource


def locked_differences(exchange_ids: Sequence[int], *, actor: Actor) -> list[Exchange]:
    """These exchanges of orders the actor may see, with line and order; the orders are locked."""
    asked = Exchange.objects.filter(pk__among=set(exchange_ids))
    orders = set(
        locked(Order.objects.visible_to(actor), asked.values_list("line__order_id", flat=True)).values_list(
            "pk", flat=True
        )
    )
    return list(asked.filter(line__order_id__among=orders).select_related("line__order").order_by("pk"))


def follow_differences(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """These orders cost what their exchanges say now, and their money follows."""
    asked = set(order_ids)
    count_differences(asked)
    follow_money(asked, actor=actor, at=at)


def settle_with(causes: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """The open differences of each of these orders came to what was recorded under its cause: they are settled."""
    if not causes:
        return
    open_now = Exchange.objects.filter(
        line__order_id__among=set(causes), line__is_cancelled=False, ended_at=None, settled=DifferenceWay.OPEN
    )
    exchanges = list(open_now.exclude(price_difference=0).select_related("line").order_by("pk"))
    rows = [(one.pk, _way(one), actor.name[:80], at, causes[one.line.order_id]) for one in exchanges]
    update_rows(Exchange, ("id",), ("settled", "settled_by", "settled_at", "settled_note"), rows)
    told = [
        DifferenceSettled(
            one.line.order_id, one.line.number, one.price_difference, _way(one), causes[one.line.order_id]
        )
        for one in exchanges
    ]
    announce(told, actor=actor, at=at)


def reopen_with(payments: Sequence[OrderPayment], *, actor: Actor, at: datetime) -> None:
    """The differences that were settled as these payments were recorded are open again: they were taken back."""
    made = {(one.order_id, one.cause, one.recorded_at) for one in payments if one.source == PaymentSource.HAND}
    if not made:
        return
    settled = Exchange.objects.filter(line__order_id__among={order_id for order_id, _, _ in made})
    paid = settled.filter(settled__in=[DifferenceWay.COLLECTED, DifferenceWay.PAID_BACK]).select_related("line")
    exchanges = [one for one in paid.order_by("pk") if (one.line.order_id, one.settled_note, one.settled_at) in made]
    reopen(exchanges)
    told = [DifferenceReopened(one.line.order_id, one.line.number, one.price_difference) for one in exchanges]
    announce(told, actor=actor, at=at)


def reopen(exchanges: Iterable[Exchange]) -> None:
    """Nobody settled these differences."""
    Exchange.objects.filter(pk__among=[one.pk for one in exchanges]).update(
        settled=DifferenceWay.OPEN, settled_by="", settled_at=None, settled_note=""
    )


def _way(exchange: Exchange) -> str:
    return (DifferenceWay.COLLECTED if exchange.price_difference > 0 else DifferenceWay.PAID_BACK).value
