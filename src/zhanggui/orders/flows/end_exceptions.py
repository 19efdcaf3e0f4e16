"""End what keeps orders from moving: each goes the way out of its own cause.

Afterwards the cause of each order that is done is ended and the pool says so: the order moves, or shows what keeps it
next. A cause that a person must see to, scan or type is refused with the page for it; so is one that ends only when
others answer, until they have.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import NotAllowed, Refusal
from zhanggui.orders.flows.assign_exceptions import OrderMoves
from zhanggui.orders.models import Order, StuckOrder
from zhanggui.orders.pool.facts import ExceptionEnded
from zhanggui.orders.pool.naming import name_locked
from zhanggui.orders.pool.sources import ways_out
from zhanggui.orders.pool.states import Cause


class NeedsPerson(Refusal):
    """“{cause}” of order {number} is ended by a person: {way}."""


class UnderWay(Refusal):
    """“{way}” was begun for order {number}; it stays here as “{cause}” until that has worked."""


@transaction.atomic
def end_exceptions(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    numbers = dict(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", "number"))
    stuck = StuckOrder.objects.filter(pk__among=set(numbers)).order_by("pk").values_list("pk", "cause")
    causes: dict[str, list[int]] = {}
    for pk, cause in stuck:
        causes.setdefault(cause, []).append(pk)

    known = {pk for ids in causes.values() for pk in ids}
    outcome = Outcome[int](refused={pk: OrderMoves(number=numbers[pk]) for pk in set(numbers) - known})
    outcome.refused |= not_found("order", order_ids, numbers)

    ended: dict[int, str] = {}
    for cause in sorted(causes):
        answer = _end(cause, causes[cause], numbers, actor=actor, at=at)
        outcome.refused |= answer.refused
        ended |= dict.fromkeys(answer.done, cause)
    name_locked(sorted(known), at=at)
    left = dict(StuckOrder.objects.filter(pk__among=set(ended)).values_list("pk", "cause"))
    for pk, cause in ended.items():
        if left.get(pk) == cause:
            way, label = ways_out()[cause].title, Cause(cause).label
            outcome.refused[pk] = UnderWay(way=way, number=numbers[pk], cause=label)
    outcome.done = [pk for pk in numbers if pk in ended and pk not in outcome.refused]

    announce([ExceptionEnded(pk, ended[pk]) for pk in outcome.done], actor=actor, at=at)
    return outcome


def _end(cause: str, order_ids: Sequence[int], numbers: dict[int, str], *, actor: Actor, at: datetime) -> Outcome[int]:
    way = ways_out()[cause]
    if not actor.may(way.grant):
        return Outcome(refused={pk: NotAllowed(grant=way.grant) for pk in order_ids})
    if way.end is None:
        label = Cause(cause).label
        return Outcome(refused={pk: NeedsPerson(cause=label, number=numbers[pk], way=way.title) for pk in order_ids})
    return way.end(order_ids, actor, at)
