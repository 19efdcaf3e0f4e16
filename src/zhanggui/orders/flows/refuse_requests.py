"""Refuse requests of remarks: the buyer was told that it cannot be done.

Afterwards each request is refused, with the note, and no longer blocks review.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.remarks.effects import close_remarks
from zhanggui.orders.remarks.facts import RequestRefused
from zhanggui.orders.remarks.requests import settle
from zhanggui.orders.remarks.states import RequestState
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.remarks.handling import check_open


@transaction.atomic
def refuse_requests(*, request_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = RemarkRequest.objects.filter(pk__among=set(request_ids))
    of_orders = asked.values_list("order_id", flat=True)
    numbers = dict(locked(Order.objects.visible_to(actor), of_orders).values_list("pk", "number"))
    requests = list(asked.filter(order_id__among=set(numbers)).order_by("pk"))

    def check(request: RemarkRequest) -> None:
        check_open(number=numbers[request.order_id], source=request.source, state=request.state)

    ready, refused = divide(requests, check=check, key=lambda request: request.pk)
    refused |= not_found("request", request_ids, (one.pk for one in requests))

    words = masked(note)
    settle([(one.pk, RequestState.REFUSED.value, words[:200], actor.name[:80], at) for one in ready])
    close_remarks([one.order_id for one in ready])

    announce([RequestRefused(one.order_id, one.kind, one.source, words) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
