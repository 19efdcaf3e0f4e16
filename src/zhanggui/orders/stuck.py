"""What orders themselves know of why one does not move: holds, stops, lines, payments, requests, reviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine, Review
from zhanggui.orders.payments.gates import missing_of, shut_gates
from zhanggui.orders.pool.about import what_they_ask
from zhanggui.orders.pool.sources import End, page_out, source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.remarks.requests import open_requests_of
from zhanggui.orders.remarks.states import RequestKind
from zhanggui.orders.rules.pool import Found, refused_by
from zhanggui.orders.rules.states import PERSON_HOLDS
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState

_READ = ("pk", "state", "stop_reason", "open_holds", "remark_handled", "review")


@source
def what_orders_say(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Holds, stops being carried out, lines nobody knows, money that is missing, requests, and what review said.

    Four statements for orders that move; a few more for those that do not.
    """
    found: dict[int, list[Found]] = defaultdict(list)
    newest = Review.objects.filter(order_id=OuterRef("pk")).order_by("-pk")[:1]
    orders = Order.objects.filter(pk__among=set(order_ids), state__in=OPEN_STATES)
    rows: list[Any] = list(orders.annotate(review=Subquery(newest.values("pk"))).values_list(*_READ, named=True))
    for row in rows:
        if row.stop_reason:
            found[row.pk].append(Found(Cause.STOPPING, row.stop_reason))
    _see_holds([row.pk for row in rows if row.open_holds], found)
    waiting = [row for row in rows if row.state in {OrderState.TO_REVIEW, OrderState.REVIEWED}]
    _see_lines_and_money([row.pk for row in waiting], found)
    _see_reviews([row for row in waiting if row.state == OrderState.TO_REVIEW], found)
    return found


def _see_holds(order_ids: Sequence[int], found: dict[int, list[Found]]) -> None:
    if not order_ids:
        return
    holds = Hold.objects.filter(order_id__among=set(order_ids))
    rows = list(holds.values_list("order_id", "reason", "note", "placed_at", "until"))
    asking: dict[str, list[int]] = defaultdict(list)
    for pk, reason, note, _since, _until in rows:
        if not note:
            asking[reason].append(pk)
    asked = what_they_ask(asking)
    for pk, reason, note, since, until in rows:
        found[pk].append(Found(Cause(reason), note or asked.get((pk, reason), ""), since, until))


def _see_lines_and_money(order_ids: Sequence[int], found: dict[int, list[Found]]) -> None:
    if not order_ids:
        return
    lines = OrderLine.objects.filter(order_id__among=set(order_ids), sku=None, is_cancelled=False, is_replaced=False)
    for pk, code, title in lines.order_by("pk").values_list("order_id", "sku_code", "title"):
        found[pk].append(Found(Cause.UNMATCHED, code or title))
    for pk, gate in shut_gates(order_ids).items():
        found[pk].append(Found(Cause.PAYMENT, missing_of(gate)))


def _see_reviews(rows: Sequence[Any], found: dict[int, list[Found]]) -> None:
    """Words that no template understood are a remark to be read, and no request, like in review."""
    read = {row.pk: row.remark_handled for row in rows}
    for pk, requests in open_requests_of([row.pk for row in rows]).items():
        if asked := [words for kind, words in requests if read[pk] or kind != RequestKind.UNREAD]:
            found[pk].append(Found(Cause.REQUEST, " / ".join(asked)))
    decided = {row.review for row in rows if row.review}
    if not decided:
        return
    refused = Review.objects.filter(pk__among=decided, passed=False, order_version=F("order__version"))
    for pk, trace, at in refused.values_list("order_id", "trace", "reviewed_at"):
        found[pk] += refused_by(trace, remark_handled=read[pk], since=at)


def _release_from(reason: str) -> End:
    """Ends holds of this reason; what else holds the order is its next cause."""

    def release(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
        return release_orders(order_ids=order_ids, reasons=[reason], actor=actor, at=at)

    return release


for _reason in sorted(PERSON_HOLDS - {HoldReason.CONFLICT}):
    way_out(_reason, title=gettext_lazy("Release"), grant="release_orders")(_release_from(_reason))


@way_out(Cause.REMARK, title=gettext_lazy("Remarks handled"), grant="handle_remarks")
def handle(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return handle_remarks(order_ids=order_ids, actor=actor, at=at)


@way_out(Cause.REFUSED, Cause.PASSABLE, title=gettext_lazy("Review again"), grant="review_orders")
def review_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return review_orders(order_ids=order_ids, actor=actor, at=at)


page_out(
    Cause.CONFLICT, title=gettext_lazy("Decide which holds"), grant="release_orders", page="/sheet/orders/{id}/",
)  # fmt: skip
page_out(Cause.UNMATCHED, title=gettext_lazy("Bind the line"), grant="bind_lines", page="/sheet/orders/{id}/")
page_out(Cause.PAYMENT, title=gettext_lazy("Record payment"), grant="record_payments", page="/sheet/orders/{id}/")
page_out(
    Cause.RECEIVER, title=gettext_lazy("Complete the address"), grant="change_addresses",
    page="/orders/address?ids={id}",
)  # fmt: skip
page_out(
    Cause.REQUEST, title=gettext_lazy("Settle requests"), grant="handle_requests",
    page="/desk/requests/?tab=open&q={number}",
)  # fmt: skip
page_out(
    Cause.ADDRESS_CHANGE, title=gettext_lazy("Answer the buyer"), grant="agree_changes",
    page="/desk/change-requests/?tab=address&q={number}",
)  # fmt: skip
page_out(
    Cause.ITEM_CHANGE, title=gettext_lazy("Answer the buyer"), grant="refuse_changes",
    page="/desk/change-requests/?tab=items&q={number}",
)  # fmt: skip
