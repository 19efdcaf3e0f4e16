"""Handle requests of remarks: what the program can do itself is done with that.

Afterwards each request is handled: a courier is the order's wish, an order with a first day waits until it, words for
the papers are printed. An address or item was changed by whoever says so here. An order whose last request this was
has its remark handled too.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.remarks.effects import apply_effects, close_remarks
from zhanggui.orders.remarks.facts import RequestHandled
from zhanggui.orders.remarks.requests import settle
from zhanggui.orders.remarks.states import RequestState
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.remarks.handling import check_handled


@transaction.atomic
def handle_requests(*, request_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = RemarkRequest.objects.filter(pk__among=set(request_ids))
    orders = {
        order.pk: order for order in locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    }
    requests = list(asked.filter(order_id__among=set(orders)).order_by("pk"))

    def check(request: RemarkRequest) -> None:
        check_handled(
            number=orders[request.order_id].number, kind=request.kind, fields=request.fields, source=request.source,
            state=request.state,
        )  # fmt: skip

    ready, refused = divide(requests, check=check, key=lambda request: request.pk)
    refused |= {
        missing: NotFound(what="request", key=missing) for missing in set(request_ids) - {one.pk for one in requests}
    }

    words = masked(note)
    settle([(one.pk, RequestState.HANDLED.value, words[:200], actor.name[:80], at) for one in ready])
    apply_effects(ready, orders, actor=actor, at=at)
    close_remarks([one.order_id for one in ready])

    announce([RequestHandled(one.order_id, one.kind, one.source) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
