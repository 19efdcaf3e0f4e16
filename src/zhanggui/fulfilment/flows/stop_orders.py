"""Stop what is under way for orders that were asked to stop, and let go of what is not printed yet for those that are
to be reviewed again.

Afterwards nothing of an order that stops is on its way out, it says the reason it gave, and it may be planned again; of
one that is reviewed again only what was on paper goes on, and of one whose cash to collect is another only the parcels
go on whose label is right; a parcel that left with the former sum is called back. A parcel that other orders share goes
on without them: only their pieces leave it, of a settled refund only what was refunded and the gifts that hung on it,
which are decided first so that one new label is enough. A cancelled order holds nothing any more: its gifts and their
budgets are free too. An order that nobody asked, or that has stopped already, is left alone: a second run of the job
never meets the parcels planned since.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from zhanggui.fulfilment.collecting import CashAsked, cash_asked
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.merging.leaving import fresh_waybills, take_out
from zhanggui.fulfilment.merging.locking import lock_orders_while
from zhanggui.fulfilment.merging.numbering_anew import to_number_anew
from zhanggui.fulfilment.models import CashToCollect, Parcel, ParcelLine
from zhanggui.fulfilment.places.replacing import choose_carriers_again
from zhanggui.fulfilment.rules.leaving import Stopping, Travelling, leaving_lines
from zhanggui.fulfilment.states import LIVE, UNPRINTED, ParcelState
from zhanggui.fulfilment.stopping import stop_locked
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.importing.changing import ARRIVED
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rules.impacts import Fate, Impact, Stage, fate_of
from zhanggui.orders.rules.states import PLANNING_HOLDS
from zhanggui.orders.states import Change, HoldReason, OrderState
from zhanggui.orders.stopping import lift_stops

_CALLED_BACK = frozenset({OrderState.CANCELLED, HoldReason.REFUND, HoldReason.PLATFORM, Change.ADDRESS})
_LINE = ("pk", "parcel_id", "order_line_id", "order_line__order_id", "order_line__is_cancelled", "quantity", "home_id")


@transaction.atomic
def stop_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    travelling = ParcelLine.objects.filter(
        parcel__lines__order_line__order_id__among=set(order_ids), parcel__state__in=LIVE
    )
    lock_orders_while(lambda: {*travelling.values_list("order_line__order_id", flat=True), *order_ids})
    asked = _asked(order_ids, actor=actor)

    lines = _travelling_with(asked, travelling)
    if due := _losing(asked, lines):
        apply_gifts(order_ids=due, actor=actor, at=at)
        lines = _travelling_with(asked, travelling)
    lock_waves_of(lines)
    parcels = {parcel.pk: parcel for parcel in locked(Parcel.objects.visible_to(actor), lines)}
    unseen = {line.order_line__order_id for pk, own in lines.items() if pk not in parcels for line in own}
    lines = {pk: own for pk, own in lines.items() if pk in parcels and parcels[pk].state in LIVE}
    touched = {pk: _touched(asked, parcels[pk].state) for pk in lines}
    cash = cash_asked(_collecting(asked))
    leaving = {pk: _leaving(touched[pk], own, cash, parcels[pk]) for pk, own in lines.items()}
    lines = {pk: own for pk, own in lines.items() if leaving[pk]}
    shared = [parcels[pk] for pk, own in lines.items() if len(leaving[pk]) < len(own)]
    waybills = fresh_waybills(shared)
    anew = to_number_anew(shared)
    shared = [one for one in shared if one.pk in waybills or one.pk in anew or one.state in UNPRINTED]
    taken = take_out(
        shared, lines, {one.pk: leaving[one.pk] for one in shared}, waybills, anew=anew, actor=actor, at=at
    )
    whole = set(lines) - set(taken)

    reasons = {taken.get(pk, pk): _reason(touched[pk], own) for pk, own in lines.items()}
    stopping = Parcel.objects.filter(pk__among={*whole, *taken.values()}).order_by("pk")
    shared_with = {new: {line.order_line__order_id for line in lines[pk]} for pk, new in taken.items()}
    outcome = stop_locked(reasons, list(stopping), shared_with=shared_with, actor=actor, at=at)
    choose_carriers_again(taken, actor=actor, at=at)
    _call_back(cash, actor=actor, at=at)
    lift_stops(sorted(set(asked) - unseen))
    return outcome


def _asked(order_ids: Sequence[int], *, actor: Actor) -> dict[int, Stopping]:
    """Why each order stops, and whether anything but a refund keeps it."""
    unread = (~Q(buyer_message="") | ~Q(seller_memo="")) & Q(remark_handled=False)
    orders = Order.objects.visible_to(actor).filter(pk__among=set(order_ids))
    orders = orders.exclude(stop_reason="", review_reason="").annotate(unread=unread)
    rows = list(orders.values_list("pk", "stop_reason", "review_reason", "unread", "open_holds"))
    held = set(
        Hold.objects.filter(order_id__among=[pk for pk, *_, holds in rows if holds])
        .exclude(reason__in=PLANNING_HOLDS)
        .values_list("order_id", flat=True)
    )
    moved = ParcelLine.objects.filter(order_line__order_id__among=[pk for pk, *_ in rows], parcel__state__in=LIVE)
    elsewhere = set(
        moved.exclude(parcel__merge_key=F("order_line__order__receiver_digest")).values_list(
            "order_line__order_id", flat=True
        )
    )
    return {
        pk: Stopping(
            stop or review,
            waits=bool(unread or review) or pk in held or pk in elsewhere,
            impact=Impact.STOP if stop else Impact.REVIEW,
        )
        for pk, stop, review, unread, _ in rows
    }


def _touched(asked: Mapping[int, Stopping], state: str) -> dict[int, Stopping]:
    """The orders that do not leave in a parcel in this state."""
    stage = Stage.UNPRINTED if state in UNPRINTED else Stage.PRINTED
    return {pk: one for pk, one in asked.items() if fate_of(one.impact, stage) is not Fate.GOES_ON}


def _travelling_with(asked: Collection[int], travelling: QuerySet[ParcelLine]) -> dict[int, list[Any]]:
    """All lines of the parcels in which the `asked` orders have some."""
    lines: dict[int, list[Any]] = {}
    for line in travelling.order_by("pk").distinct().values_list(*_LINE, named=True):
        lines.setdefault(line.parcel_id, []).append(line)
    return {pk: own for pk, own in lines.items() if any(line.order_line__order_id in asked for line in own)}


def _losing(asked: Mapping[int, Stopping], lines: Mapping[int, Sequence[Any]]) -> list[int]:
    """The orders that lose single lines of a parcel they share, and those that are cancelled."""
    cancelled = Order.objects.filter(pk__among=set(asked), state=OrderState.CANCELLED, gifts_due=True)
    shared = [own for own in lines.values() if len({line.order_line__order_id for line in own}) > 1]
    found = {line.order_line__order_id for own in shared for line in own if line.order_line__is_cancelled}
    by_line = {order_id for order_id in found & set(asked) if asked[order_id].is_by_line}
    return sorted(by_line | set(cancelled.values_list("pk", flat=True)))


def _leaving(asked: Mapping[int, Stopping], lines: Sequence[Any], cash: CashAsked, parcel: Parcel) -> list[int]:
    """The lines that must go out of this parcel; of an order whose cash its label tells rightly only cancelled ones."""
    orders = {line.order_line__order_id for line in lines}
    gone: list[int] = []
    for order_id in sorted(orders & set(asked)):
        own = [
            Travelling(line.pk, order_id, line.order_line__is_cancelled)
            for line in lines
            if line.order_line__order_id == order_id
        ]
        is_printed = parcel.state not in UNPRINTED
        if is_printed and asked[order_id].reason == Change.CASH and cash.is_right(order_id, parcel.pk):
            gone += [line.line_id for line in own if line.is_cancelled]
        else:
            gone += leaving_lines(asked[order_id], own, is_shared=len(orders) > 1)
    return gone


def _call_back(cash: CashAsked, *, actor: Actor, at: datetime) -> None:
    """Parcels that left and collect another sum than is due have an intercept case, unless one is open."""
    if not cash.amiss:
        return
    left = Parcel.objects.filter(pk__among=set(cash.amiss.values()), state=ParcelState.SHIPPED)
    left = left.exclude(cash__order__channel_state__in=[state.value for state in ARRIVED])
    if ids := sorted(set(left.values_list("pk", flat=True))):
        open_intercepts(parcel_ids=ids, reason=Change.CASH.value, actor=actor, at=at)


def _collecting(asked: Mapping[int, Stopping]) -> set[int]:
    """The orders that stop for their cash, and those of which a label that left asks for some: another reason beside it
    hides no wrong sum, unless it calls back by itself."""
    others = {pk for pk, one in asked.items() if one.reason not in _CALLED_BACK}
    left = CashToCollect.objects.filter(order_id__among=others, parcel__state=ParcelState.SHIPPED)
    return {
        *(pk for pk, one in asked.items() if one.reason == Change.CASH),
        *left.values_list("order_id", flat=True),
    }


def _reason(asked: Mapping[int, Stopping], lines: Sequence[Any]) -> str:
    return next(asked[line.order_line__order_id].reason for line in lines if line.order_line__order_id in asked)
