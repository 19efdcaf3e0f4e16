"""Answering what buyers asked their platform to have changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_to
from zhanggui.orders.changes.facts import ChangeAnswered
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import ChangeRequest, Hold
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


def agree_to_items(order_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Goods of these orders were exchanged: that is our yes to whoever asked for other goods."""
    asked = ChangeRequest.objects.filter(order_id__among=set(order_ids), kind=AskedChange.ITEMS, state=AnswerState.OPEN)
    requests = {pk: (order_id, AskedChange.ITEMS.value) for pk, order_id in asked.values_list("pk", "order_id")}
    settle_requests(requests, AnswerState.AGREED, actor=actor, at=at)
