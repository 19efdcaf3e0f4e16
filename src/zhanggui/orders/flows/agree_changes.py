"""Agree to other addresses that buyers asked their platform for.

Afterwards each order goes to the receiver written, with everything a change of address brings, the request is answered
and holds the order no more. To a request for other goods `exchange_lines` is the agreement.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.changes.addressing import Agreement, apply_agreements
from zhanggui.orders.changes.answering import settle_requests
from zhanggui.orders.changes.states import AnswerState, AskedChange
from zhanggui.orders.models import ChangeRequest, Order


class AnsweredAlready(Refusal):
    """The request of order {number} is answered: {state}."""


class ExchangeIsTheAnswer(Refusal):
    """Order {number}: the buyer asks for other goods. Exchange them on its sheet; that is the agreement."""


@transaction.atomic
def agree_changes(*, agreements: Sequence[Agreement], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = {one.request_id: one for one in agreements}
    found = ChangeRequest.objects.visible_to(actor).filter(pk__among=set(asked))
    list(locked(Order.objects.visible_to(actor), found.values_list("order_id", flat=True)).values_list("pk"))
    requests = {one.pk: one for one in found.select_related("order")}

    refused = not_found("request", asked, requests)
    for pk, request in requests.items():
        if request.state != AnswerState.OPEN:
            refused[pk] = AnsweredAlready(number=request.order.number, state=request.get_state_display())
        elif request.kind != AskedChange.ADDRESS:
            refused[pk] = ExchangeIsTheAnswer(number=request.order.number)
    order_of = {pk: request.order_id for pk, request in requests.items() if pk not in refused}
    ready = [one for pk, one in asked.items() if pk in order_of]
    applied = apply_agreements(ready, order_of=order_of, actor=actor, at=at)
    done = {pk: (order_of[pk], AskedChange.ADDRESS.value) for pk in applied.done}
    settle_requests(done, AnswerState.AGREED, note=note, actor=actor, at=at)
    return Outcome(done=list(done), refused=refused | applied.refused)
