"""Write a request on orders with a template: the structured request, and the memo in the house form.

Afterwards each order has the request and the sentence stands in its memo, on the platform too. What the program does
by itself is done; a changed address or item stays open until someone has changed it. Who is to travel with another
order is refused where there is none with which it could. The order is reviewed again, and parcels under way that would
not keep the request are asked to stop.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.remarks.effects import apply_effects, close_remarks
from zhanggui.orders.remarks.facts import RequestHandled, RequestsRead
from zhanggui.orders.remarks.memos import memos_after, put_memos
from zhanggui.orders.remarks.requests import request_digest, request_row, settle, templates_used, write_requests_of
from zhanggui.orders.remarks.states import MemoMode, RequestKind, RequestState
from zhanggui.orders.remarks.travelling import Travellers, possible_companions
from zhanggui.orders.rules.hiding import hidden_words
from zhanggui.orders.rules.impacts import is_kept
from zhanggui.orders.rules.memos import MemoSeen
from zhanggui.orders.rules.remarks.writing import written

RED = 1


class TemplateUnknown(Refusal):
    """There is no template {key}."""


@transaction.atomic
def write_requests(
    *,
    order_ids: Sequence[int],
    kind: str,
    fields: Mapping[str, str],
    template_id: int | None = None,
    flag: int = RED,
    seen: Mapping[int, MemoSeen] | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    templates = templates_used()
    template = next((one for one in templates if one.id == template_id), None)
    if kind == RequestKind.CUSTOM and template is None:
        raise TemplateUnknown(key=template_id)
    request = written(
        kind=kind, fields=fields, template=template, by=actor.name, on=company_day(at), templates=templates
    )
    number = request.found.fields.get("order", "")
    travels = [(pk, number) for pk in order_ids] if kind == RequestKind.TOGETHER else []
    joining = possible_companions(travels, actor=actor)
    known = {order.pk: order for order in locked(Order.objects.visible_to(actor), {*order_ids, *joining})}
    orders = [known[pk] for pk in sorted(set(order_ids) & set(known))]
    missing = not_found("order", order_ids, known)
    astray = _why_alone(orders, known, number=number) if travels else {}
    orders = [order for order in orders if order.pk not in astray]
    texts, refused = memos_after(orders, memo=request.found.source, flag=flag, mode=MemoMode.APPEND, seen=seen or {})
    refused |= missing | astray
    ready = {order.pk: order for order in orders if order.pk in texts}

    words = (request.found.source, *request.found.fields.values())
    rows = [
        request_row(pk, request.found, words=hidden_words(words, known=spoken_of(order, " ".join(words))), at=at)
        for pk, order in ready.items()
    ]
    new = write_requests_of(rows)
    is_kept_anyway = is_kept(request.found, on=company_day(at), is_buyers=False)
    asking = [] if is_kept_anyway else [order_id for _, order_id in new]
    put_memos(list(ready.values()), texts, flag=flag, mode=MemoMode.APPEND, asking=asking, actor=actor, at=at)
    digest = request_digest(kind, request.found.source)
    standing = RemarkRequest.objects.filter(order_id__among=set(ready), digest=digest, state=RequestState.OPEN)
    requests = list(standing.order_by("pk"))
    if request.is_done:
        settle([(one.pk, RequestState.HANDLED.value, "", actor.name[:80], at) for one in requests])
        apply_effects(requests, ready, actor=actor, at=at)
        close_remarks(list(ready))

    fresh = {pk for pk, _ in new}
    announce([RequestsRead(one.order_id, one.source) for one in requests if one.pk in fresh], actor=actor, at=at)
    if request.is_done:
        announce([RequestHandled(one.order_id, kind, one.source) for one in requests], actor=actor, at=at)
    return Outcome(done=list(ready), refused=refused)


def _why_alone(orders: Sequence[Order], known: Mapping[int, Order], *, number: str) -> dict[int, Refusal]:
    """Why some of these locked orders cannot travel with the one of this number."""
    travellers = Travellers(known)

    def check(order: Order) -> None:
        travellers.companions(order.pk, number)

    return dict(divide(orders, check=check, key=lambda order: order.pk)[1])
