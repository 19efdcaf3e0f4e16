"""Refuse what buyers asked their platform to have changed.

Afterwards the request is answered, with our reason, and holds its order no more: it goes on as it was bought. No
platform we speak with takes the answer from a program; whoever refuses also does so there, and the note says why.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.changes.answering import settle_requests
from zhanggui.orders.changes.states import HOLD_OF, AnswerState, AskedChange
from zhanggui.orders.facts import OrderReleased
from zhanggui.orders.flows.agree_changes import AnsweredAlready
from zhanggui.orders.models import ChangeRequest, Order


class RefusalNoteMissing(Refusal):
    """Say why the request is refused; the buyer will ask."""


@transaction.atomic
def refuse_changes(*, request_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not note.strip():
        raise RefusalNoteMissing
    found = ChangeRequest.objects.visible_to(actor).filter(pk__among=set(request_ids))
    list(locked(Order.objects.visible_to(actor), found.values_list("order_id", flat=True)).values_list("pk"))
    requests = list(found.select_related("order").order_by("pk"))

    ready, refused = divide(requests, check=_check_open, key=lambda request: request.pk)
    refused |= not_found("request", request_ids, (one.pk for one in requests))

    answers = {request.pk: (request.order_id, request.kind) for request in ready}
    settle_requests(answers, AnswerState.REFUSED, note=note.strip(), actor=actor, at=at)

    announce(
        [OrderReleased(order_id, HOLD_OF[AskedChange(kind)].value) for order_id, kind in answers.values()],
        actor=actor,
        at=at,
    )
    return Outcome(done=[request.pk for request in ready], refused=refused)


def _check_open(request: ChangeRequest) -> None:
    if request.state != AnswerState.OPEN:
        raise AnsweredAlready(number=request.order.number, state=request.get_state_display())
