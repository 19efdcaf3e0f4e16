"""Open requests again that were handled or refused, as long as nothing of their orders is printed.

Afterwards each request blocks review again; what handling it did is taken back: the wish for a carrier, the hold until
a day, the words on the papers. A reviewed order is reviewed again, and a parcel under way stops.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.remarks.effects import take_effects_back
from zhanggui.orders.remarks.facts import RequestReopened
from zhanggui.orders.remarks.requests import settle
from zhanggui.orders.remarks.states import RequestState
from zhanggui.orders.remarks.under_way import printed_among
from zhanggui.orders.rules.remarks.handling import check_reopened
from zhanggui.orders.stopping import follow_changes


@transaction.atomic
def reopen_requests(*, request_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = RemarkRequest.objects.filter(pk__among=set(request_ids))
    orders = {
        order.pk: order for order in locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    }
    requests = list(asked.filter(order_id__among=set(orders)).order_by("pk"))
    printed = printed_among(list(orders))

    def check(request: RemarkRequest) -> None:
        check_reopened(
            number=orders[request.order_id].number, source=request.source, state=request.state,
            is_printed=request.order_id in printed,
        )  # fmt: skip

    ready, refused = divide(requests, check=check, key=lambda request: request.pk)
    refused |= not_found("request", request_ids, (one.pk for one in requests))

    settle([(one.pk, RequestState.OPEN.value, "", "", None) for one in ready])
    take_effects_back([one for one in ready if one.state == RequestState.HANDLED], orders)
    announce([RequestReopened(one.order_id, one.kind, one.source) for one in ready], actor=actor, at=at)
    touched = {one.order_id for one in ready}
    follow_changes([orders[pk] for pk in sorted(touched)], dict.fromkeys(touched, ("request",)), actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
