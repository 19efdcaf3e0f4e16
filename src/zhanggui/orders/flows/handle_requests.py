"""Handle requests of remarks: what the program can do itself is done with that.

Afterwards each request is handled: a courier is the order's wish, an order with a first day waits until it, words for
the papers are printed, and who is to travel with another order, found and named, leaves in one parcel with it or not at
all. A receiver or address given with its request is written on the order, as one agreed to on the
platform would be; else it, like goods and pieces, was changed by whoever says so. An order whose last request this was
has its remark handled too. Parcels under way that would not keep what was agreed are asked to stop.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.orders.changes.addressing import Agreement, apply_agreements
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.receivers.free_text import whole_request
from zhanggui.orders.remarks.effects import apply_effects, close_remarks
from zhanggui.orders.remarks.facts import RequestHandled
from zhanggui.orders.remarks.requests import settle
from zhanggui.orders.remarks.states import RECEIVING_KINDS, RequestKind, RequestState
from zhanggui.orders.remarks.travelling import Travellers, join_companions, possible_companions
from zhanggui.orders.remarks.under_way import waved_among
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.impacts import is_kept
from zhanggui.orders.rules.remarks import Found
from zhanggui.orders.rules.remarks.handling import check_handled
from zhanggui.orders.stopping import follow_changes


@transaction.atomic
def handle_requests(
    *, request_ids: Sequence[int], note: str = "", addresses: Sequence[Agreement] = (), actor: Actor, at: datetime
) -> Outcome[int]:
    if addresses:
        actor.check("change_addresses")
    asked = RemarkRequest.objects.filter(pk__among=set(request_ids))
    before = list(asked)
    joining = possible_companions(_travels(before), actor=actor)
    orders = {
        order.pk: order
        for order in locked(Order.objects.visible_to(actor), {*(one.order_id for one in before), *joining})
    }
    requests = list(asked.filter(order_id__among=set(orders)).order_by("pk"))
    travellers = Travellers(orders) if any(_travels(requests)) else None
    companions: dict[int, list[int]] = {}

    def check(request: RemarkRequest) -> None:
        check_handled(
            number=orders[request.order_id].number, kind=request.kind, fields=request.fields, source=request.source,
            state=request.state,
        )  # fmt: skip
        if travellers and request.kind == RequestKind.TOGETHER:
            found = travellers.companions(request.order_id, _named(request))
            companions.setdefault(request.order_id, []).extend(found)

    ready, refused = divide(requests, check=check, key=lambda request: request.pk)
    refused |= not_found("request", request_ids, (one.pk for one in requests))

    given = {one.request_id: one for one in addresses}
    order_of = {one.pk: one.order_id for one in ready if one.kind in RECEIVING_KINDS and one.pk in given}
    applied = apply_agreements([given[pk] for pk in order_of], order_of=order_of, actor=actor, at=at)
    refused |= applied.refused
    ready = [one for one in ready if one.pk not in applied.refused]

    others = [one for one in ready if one.pk not in order_of]

    words = masked(note)
    settle([(one.pk, RequestState.HANDLED.value, words[:200], actor.name[:80], at) for one in ready])
    apply_effects(ready, orders, actor=actor, at=at)
    join_companions(companions, orders)
    waved = waved_among(pk for found in companions.values() for pk in found) if companions else set()
    broken = _overtaken(others, on=company_day(at)) | waved
    follow_changes(
        [orders[pk] for pk in sorted(broken) if orders[pk].units_claimed > orders[pk].units_shipped],
        dict.fromkeys(orders, ("request",)),
        actor=actor,
        at=at,
    )
    close_remarks([one.order_id for one in ready])

    announce([RequestHandled(one.order_id, one.kind, one.source) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _travels(requests: Sequence[RemarkRequest]) -> list[tuple[int, str]]:
    """The orders that are to travel with another one, and its number."""
    return [(one.order_id, _named(one)) for one in requests if one.kind == RequestKind.TOGETHER]


def _named(request: RemarkRequest) -> str:
    return whole_request(request.source, request.fields, request.words_sealed)[1].get("order", "")


def _overtaken(requests: Sequence[RemarkRequest], *, on: date) -> set[int]:
    """The orders whose pieces on their way would not keep what was agreed."""
    return {
        one.order_id for one in requests if not is_kept(Found(one.kind, one.source, one.fields), on=on, is_buyers=False)
    }
