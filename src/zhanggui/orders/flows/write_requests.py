"""Write a request on orders with a template: the structured request, and the memo in the house form.

Afterwards each order has the request and the sentence stands in its memo, on the platform too. What the program does
by itself is done; a changed address or item stays open until someone has changed it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.remarks.effects import apply_effects, close_remarks
from zhanggui.orders.remarks.facts import RequestHandled, RequestsRead
from zhanggui.orders.remarks.requests import request_row, settle, templates_used, write_requests_of
from zhanggui.orders.remarks.states import MemoMode, RequestKind, RequestState
from zhanggui.orders.rules.hiding import hidden_words
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
    seen_at: datetime | None = None,
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
    outcome = write_memos(
        order_ids=order_ids, memo=request.found.source, flag=flag, mode=MemoMode.APPEND, seen_at=seen_at, actor=actor,
        at=at,
    )  # fmt: skip

    orders = {order.pk: order for order in Order.objects.filter(pk__among=set(outcome.done))}
    texts = (request.found.source, *request.found.fields.values())
    rows = {
        pk: request_row(pk, request.found, words=hidden_words(texts, known=spoken_of(order, " ".join(texts))), at=at)
        for pk, order in orders.items()
    }
    new = write_requests_of(list(rows.values()))
    requests = list(RemarkRequest.objects.filter(pk__among={pk for pk, _ in new}).order_by("pk"))
    if request.is_done:
        settle([(one.pk, RequestState.HANDLED.value, "", actor.name[:80], at) for one in requests])
        apply_effects(requests, orders, actor=actor, at=at)
        close_remarks(outcome.done)

    announce([RequestsRead(one.order_id, one.source) for one in requests], actor=actor, at=at)
    if request.is_done:
        announce([RequestHandled(one.order_id, kind, one.source) for one in requests], actor=actor, at=at)
    return outcome
