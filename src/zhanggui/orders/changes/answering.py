"""Answering what buyers asked their platform to have changed."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_to
from zhanggui.orders.changes.facts import ChangeAnswered
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.holding import count_holds
from zhanggui.orders.models import ChangeRequest, Exchange, Hold, OrderLine
from zhanggui.orders.rules.hiding import masked


def settle_requests(
    request_ids: Mapping[int, tuple[int, str]], state: AnswerState, *, note: str = "", actor: Actor, at: datetime
) -> None:
    """These requests, each with its order and kind, are answered and hold their orders no more. Orders are locked."""
    if not request_ids:
        return
    note = masked(note)
    move_to(ChangeRequest, sorted(request_ids), state, answered_at=at, answered_by=actor.name[:80], note=note[:300])
    held = sorted({order_id for order_id, _ in request_ids.values()})
    answered = {(order_id, HOLD_OF[AskedChange(kind)].value) for order_id, kind in request_ids.values()}
    holds = Hold.objects.filter(order_id__among=held, reason__in=[reason.value for reason in HOLD_OF.values()])
    gone = [pk for pk, *key in holds.values_list("pk", "order_id", "reason") if tuple(key) in answered]
    Hold.objects.filter(pk__among=gone).delete()
    count_holds(held)
    announce(
        [ChangeAnswered(order_id, kind, state.value, note) for order_id, kind in request_ids.values()],
        actor=actor,
        at=at,
    )


def agree_to_items(exchanged: Mapping[int, bool | None], *, actor: Actor, at: datetime) -> set[int]:
    """Lines, by id, were exchanged: our yes to whoever asked for other goods on them. Answers the orders answered.

    True says that it is the yes, False that it is not; without a word it is where the request names the lines that are
    exchanged now, or none at all.
    """
    lines = dict(OrderLine.objects.filter(pk__among=set(exchanged)).values_list("pk", "order_id"))
    outright = {lines[pk] for pk, is_answer in exchanged.items() if is_answer}
    maybe = {lines[pk] for pk, is_answer in exchanged.items() if is_answer is None} - outright
    asked = ChangeRequest.objects.filter(
        order_id__among=outright | maybe, kind=AskedChange.ITEMS, state=AnswerState.OPEN
    )
    rows = list(asked.values_list("pk", "order_id", "line_numbers"))
    named = {order_id for _, order_id, numbers in rows if numbers}
    before = Exchange.objects.filter(line__order_id__among=named, ended_at=None)
    now = {(order_id, number) for order_id, number in before.values_list("line__order_id", "line__number")}
    now |= set(OrderLine.objects.filter(pk__among=set(exchanged)).values_list("order_id", "number"))
    requests = {
        pk: (order_id, AskedChange.ITEMS.value)
        for pk, order_id, numbers in rows
        if order_id in outright or all((order_id, number) in now for number in numbers)
    }
    settle_requests(requests, AnswerState.AGREED, actor=actor, at=at)
    return {order_id for order_id, _ in requests.values()}


def named_lines(order_id: int) -> list[str] | None:
    """The lines that the open request of this order for other goods names; None: there is no such request."""
    asked = ChangeRequest.objects.filter(order_id=order_id, kind=AskedChange.ITEMS, state=AnswerState.OPEN)
    return asked.values_list("line_numbers", flat=True).first()
