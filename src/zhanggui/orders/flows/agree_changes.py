"""Agree to other addresses that buyers asked their platform for.

Afterwards each order goes to the receiver written, with everything a change of address brings, the request is answered
and holds the order no more. To a request for other goods `exchange_lines` is the agreement.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.changes.answering import settle_requests
from zhanggui.orders.changes.states import AnswerState, AskedChange
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.models import ChangeRequest, Order
from zhanggui.orders.rules.receiving import AddressEdit


class AnsweredAlready(Refusal):
    """The request of order {number} is answered: {state}."""


class ExchangeIsTheAnswer(Refusal):
    """Order {number}: the buyer asks for other goods. Exchange them on its sheet; that is the agreement."""


class Agreement(NamedTuple):
    """The receiver that is agreed to, and the version of the order that was seen."""

    request_id: int
    version: int
    receiver: Receiver


@transaction.atomic
def agree_changes(*, agreements: Sequence[Agreement], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = {one.request_id: one for one in agreements}
    found = ChangeRequest.objects.visible_to(actor).filter(pk__among=set(asked))
    list(locked(Order.objects.visible_to(actor), found.values_list("order_id", flat=True)).values_list("pk"))
    requests = {one.pk: one for one in found.select_related("order")}

    refused: dict[int, Refusal] = {pk: NotFound(what="request", key=pk) for pk in asked if pk not in requests}
    for pk, request in requests.items():
        if request.state != AnswerState.OPEN:
            refused[pk] = AnsweredAlready(number=request.order.number, state=request.get_state_display())
        elif request.kind != AskedChange.ADDRESS:
            refused[pk] = ExchangeIsTheAnswer(number=request.order.number)
    edits = {
        requests[pk].order_id: AddressEdit(requests[pk].order_id, one.version, one.receiver)
        for pk, one in asked.items()
        if pk not in refused
    }

    changed = change_addresses(edits=list(edits.values()), actor=actor, at=at)
    request_of = {requests[pk].order_id: pk for pk in asked if pk not in refused}
    refused |= {request_of[order_id]: refusal for order_id, refusal in changed.refused.items()}
    done = {request_of[order_id]: (order_id, AskedChange.ADDRESS.value) for order_id in changed.done}
    settle_requests(done, AnswerState.AGREED, note=note, actor=actor, at=at)
    return Outcome(done=list(done), refused=refused)
