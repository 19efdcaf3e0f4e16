"""Requests of buyers that wait again, because what we did for them was taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_to
from zhanggui.orders.changes.facts import ChangeReopened
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import ChangeRequest


class Undone(NamedTuple):
    """What was taken back: the moment at which it answered a request, if it did; the line it was about, if any."""

    order_id: int
    kind: AskedChange
    answered_at: datetime | None
    line_number: str = ""


def reopen_answered(undone: Sequence[Undone], *, actor: Actor, at: datetime) -> set[int]:
    """Requests that were agreed to by this, or that name its line, wait again until the moment they always had.

    One that the platform shows no more is settled there and stays so. Answers the orders, which the caller has locked.
    """
    agreed = ChangeRequest.objects.filter(
        order_id__among={one.order_id for one in undone}, state=AnswerState.AGREED, is_asked=True
    )
    moments = {(one.order_id, str(one.kind), one.answered_at) for one in undone if one.answered_at}
    lines = {(one.order_id, str(one.kind), one.line_number) for one in undone if one.line_number}
    back = {
        pk: (order_id, kind)
        for pk, order_id, kind, answered_at, numbers in agreed.order_by("pk").values_list(
            "pk", "order_id", "kind", "answered_at", "line_numbers"
        )
        if (order_id, kind, answered_at) in moments or any((order_id, kind, number) in lines for number in numbers)
    }
    if not back:
        return set()

    move_to(ChangeRequest, list(back), AnswerState.OPEN, answered_at=None, answered_by="", note="")
    for kind in sorted({kind for _, kind in back.values()}):
        again = {order_id: "" for order_id, one in back.values() if one == kind}
        place_holds(again, reason=HOLD_OF[AskedChange(kind)], is_kept=True, actor=actor, at=at)

    announce([ChangeReopened(order_id, kind) for order_id, kind in back.values()], actor=actor, at=at)
    return {order_id for order_id, _ in back.values()}
