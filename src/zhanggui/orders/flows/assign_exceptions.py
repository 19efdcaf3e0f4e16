"""Give orders that do not move to a post or to a person.

Afterwards they see to it, until the cause is another. Without a person the orders are the post's again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import Order, StuckOrder
from zhanggui.orders.pool.facts import ExceptionAssigned
from zhanggui.people.models import Role, User


class OrderMoves(Refusal):
    """Order {number} moves again; there is nothing to see to."""


class NobodyNamed(Refusal):
    """Name a post or a person."""


@transaction.atomic
def assign_exceptions(
    *, order_ids: Sequence[int], person_id: int | None = None, post: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    person = _person(person_id)
    _check_post(post, is_needed=person is None)
    orders = dict(locked(Order.objects.visible_to(actor), order_ids).values_list("pk", "number"))
    stuck = dict(StuckOrder.objects.filter(pk__among=set(orders)).order_by("pk").values_list("pk", "cause"))

    refused: dict[int, Refusal] = {pk: OrderMoves(number=number) for pk, number in orders.items() if pk not in stuck}
    refused |= not_found("order", order_ids, orders)

    who = (person.pk if person else None, actor.name[:80], at)
    columns = ("person_id", "assigned_by", "assigned_at", *(("post",) if post else ()))
    rows = [(pk, *who, *((post,) if post else ())) for pk in stuck]
    update_rows(StuckOrder, ("order_id",), columns, rows)

    name = person.name if person else post
    announce([ExceptionAssigned(pk, cause, name) for pk, cause in stuck.items()], actor=actor, at=at)
    return Outcome(done=list(stuck), refused=refused)


def _person(person_id: int | None) -> User | None:
    if person_id is None:
        return None
    person = User.objects.at_work().filter(pk=person_id).first()
    if person is None:
        raise NotFound(what="person", key=person_id)
    return person


def _check_post(post: str, *, is_needed: bool) -> None:
    if not post and is_needed:
        raise NobodyNamed
    if post and not Role.objects.filter(code=post).exists():
        raise NotFound(what="post", key=post)
