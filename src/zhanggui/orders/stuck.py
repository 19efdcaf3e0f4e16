"""What orders themselves know of why one does not move: holds, stops, lines, payments, requests, reviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine, Review
from zhanggui.orders.payments.gates import missing_words, shut_gates
from zhanggui.orders.pool.sources import page_out, source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.remarks.requests import open_requests_of
from zhanggui.orders.rules.pool import Found, cause_of_hold, refused_by
from zhanggui.orders.states import OPEN_STATES, OrderState

_OURS = (
    Cause.CONFLICT, Cause.RULE_CIRCLE, Cause.RULE, Cause.REVIEW, Cause.BY_HAND, Cause.WISHED_TIME, Cause.OTHER_HOLD,
)  # fmt: skip


@source
def holds_and_stops(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Two statements: stops that are being carried out, and every hold of an open order."""
    found: dict[int, list[Found]] = defaultdict(list)
    open_orders = Order.objects.filter(pk__among=set(order_ids), state__in=OPEN_STATES)
    for pk, reason in open_orders.exclude(stop_reason="").values_list("pk", "stop_reason"):
        found[pk].append(Found(Cause.STOPPING, reason))
    holds = Hold.objects.filter(order_id__among=set(order_ids), order__state__in=OPEN_STATES)
    for pk, reason, note, since, until in holds.values_list("order_id", "reason", "note", "placed_at", "until"):
        found[pk].append(Found(cause_of_hold(reason), note, since, until))
    return found


@source
def things_before_review(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Lines nobody knows, money that is missing, requests nobody settled, and what the last review said."""
    found: dict[int, list[Found]] = defaultdict(list)
    newest = Review.objects.filter(order_id=OuterRef("pk")).order_by("-pk")[:1]
    waiting = Order.objects.filter(
        pk__among=set(order_ids), state__in=[OrderState.TO_REVIEW, OrderState.REVIEWED]
    ).annotate(review=Subquery(newest.values("pk")))
    rows = list(waiting.values_list("pk", "state", "version", "remark_handled", "review"))
    ids = [pk for pk, *_rest in rows]
    for pk, code, title in (
        OrderLine.objects.filter(order_id__among=ids, sku=None, is_cancelled=False, is_replaced=False)
        .order_by("pk")
        .values_list("order_id", "sku_code", "title")
    ):
        found[pk].append(Found(Cause.UNMATCHED, code or title))
    for pk, gate in shut_gates(ids).items():
        found[pk].append(Found(Cause.PAYMENT, missing_words(gate)))
    to_review = [pk for pk, state, *_rest in rows if state == OrderState.TO_REVIEW]
    for pk, requests in open_requests_of(to_review).items():
        found[pk].append(Found(Cause.REQUEST, " / ".join(words for _kind, words in requests)))
    read = {pk: handled for pk, state, _version, handled, _review in rows if state == OrderState.TO_REVIEW}
    reviews = Review.objects.filter(pk__among=[row[4] for row in rows if row[4] and row[0] in read], passed=False)
    for pk, trace, reviewed_at in reviews.filter(order_version=F("order__version")).values_list(
        "order_id", "trace", "reviewed_at"
    ):
        check = refused_by(trace, remark_handled=read[pk])
        found[pk].append(_refusal(check, reviewed_at))
    return found


def _refusal(check: tuple[str, str] | None, reviewed_at: datetime) -> Found:
    if check is None:
        return Found(Cause.PASSABLE, "", reviewed_at)
    name, seen = check
    return Found(Cause.REMARK if name == "remark" else Cause.REFUSED, f"{name}: {seen}", reviewed_at)


@way_out(*_OURS, title=gettext_lazy("Release"), grant="release_orders")
def release(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return release_orders(order_ids=order_ids, actor=actor, at=at)


@way_out(Cause.REMARK, title=gettext_lazy("Remarks handled"), grant="handle_remarks")
def handle(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return handle_remarks(order_ids=order_ids, actor=actor, at=at)


@way_out(Cause.REFUSED, Cause.PASSABLE, title=gettext_lazy("Review again"), grant="review_orders")
def review_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return review_orders(order_ids=order_ids, actor=actor, at=at)


page_out(Cause.UNMATCHED, title=gettext_lazy("Bind the line"), grant="bind_lines", page="/sheet/orders/{id}/")
page_out(Cause.PAYMENT, title=gettext_lazy("Record payment"), grant="record_payments", page="/sheet/orders/{id}/")
page_out(Cause.REQUEST, title=gettext_lazy("Settle requests"), grant="handle_requests", page="/sheet/orders/{id}/")
