"""Newer versions of orders we already have: judged, applied, and what follows from each difference."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, PaymentMode
from zhanggui.kernel.seal import seal
from zhanggui.orders.changes.asked import AskedNow, answered_holds
from zhanggui.orders.changes.overrides import receiver_now
from zhanggui.orders.facts import OrderChanged, OrderDataDisagree, OrderDeadlineMoved, OrderRecallAsked
from zhanggui.orders.importing.arriving import arrived
from zhanggui.orders.importing.incoming import (
    CLOCK,
    RECEIVER,
    REMARKS,
    content_row,
    differences,
    payload_hash,
    snapshot_row,
)
from zhanggui.orders.importing.known import UNITS, Known, KnownOrders, is_paid
from zhanggui.orders.importing.line_changes import apply_lines, as_left, match_lines, units_of
from zhanggui.orders.importing.writing import Writes, write_all
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.lines.settling import Unsettled
from zhanggui.orders.models import OrderSnapshot
from zhanggui.orders.payments.gates import has_gate, mode_of
from zhanggui.orders.receivers.free_text import whole_remarks
from zhanggui.orders.receivers.sealed import is_other_receiver, opened
from zhanggui.orders.remarks.echoes import take_memo
from zhanggui.orders.remarks.requests import ChangedRemarks, Remark
from zhanggui.orders.rules.deadlines import Clock, ClockMark, clock_of, mark_of
from zhanggui.orders.rules.impacts import Impact, calls_back, impact_of
from zhanggui.orders.rules.states import VERSION_HOLDS, derive_state, platform_holds, state_after
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.rules.versions import Arrival, is_dated
from zhanggui.orders.states import OPEN_STATES, Change, HoldReason, OrderState
from zhanggui.people.models import Shop

ARRIVED = frozenset({ChannelState.DELIVERED, ChannelState.COMPLETED})
"""The buyer has it: nothing is called back any more."""

FETCHED = "fetch"
"""The source of versions that the platform gave when asked for one order by its number."""
TAKEN = "taken"
"""The source of versions that a person chose, of two that disagree."""
_DECIDING = frozenset({FETCHED, TAKEN})


class Applied(NamedTuple):
    """What has to follow: lines of ours; gifts of the orders that changed, with the differences of all versions; and
    the money of those of which what is due or what arrived may be another."""

    unsettled: Unsettled
    changed: dict[int, set[str]]
    moved: set[int]


def apply_versions(
    known: KnownOrders,
    orders: Iterable[ChannelOrder],
    *,
    skus: KnownSkus,
    shop: Shop,
    source: str,
    actor: Actor,
    at: datetime,
) -> Applied:
    """Each order shows its newest version; every other payload is kept once; contradictions ask parcels to stop.

    Lines of ours and gifts have to follow: the answer says which may.

    Of two contents of one moment the first stays, and the hold carries the other, until someone decides (source
    "taken"), a newer version comes, or the platform, asked for this very order (source "fetch"), names the right one.
    """
    orders = list(orders)
    writes = Writes(ChangedRemarks.of(_remarked(known, orders), at=at))
    stored: dict[int, set[bytes]] = {}
    is_read = False
    for order in orders:
        ours, digest = known[order.number], payload_hash(order)
        came = order
        order, arrival = arrived(order, ours, shop, digest=digest)
        match_lines(ours, skus=skus, writes=writes)
        if arrival is Arrival.SAME:
            if HoldReason.CONFLICT in ours.holds and (source in _DECIDING or not is_dated(order)):
                _settle(ours, writes=writes)
            continue
        if arrival is not Arrival.NEWER and not is_read:
            for order_id, digests in _stored_hashes(known).items():
                stored.setdefault(order_id, set()).update(digests)
            is_read = True
        if arrival is not Arrival.NEWER:
            writes.late.add(ours.id)
        is_new = digest not in stored.get(ours.id, set())
        if is_new:
            stored.setdefault(ours.id, set()).add(digest)
            writes.snapshots.append(
                snapshot_row(
                    order, order_id=ours.id, digest=digest, kind=arrival, source=source,
                    mark=_mark(order, shop),
                    sealed=seal(order.raw), at=at,
                    days=0 if ours.is_forgotten else settings.SNAPSHOT_DAYS,
                )
            )  # fmt: skip
        if arrival is Arrival.NEWER or (arrival is Arrival.CONFLICT and source in _DECIDING):
            _apply(ours, order, digest=digest, skus=skus, shop=shop, source=source, writes=writes)
        elif arrival is Arrival.CONFLICT and is_new:
            _dispute(ours, order, writes=writes)
        if arrival is Arrival.CONFLICT and HoldReason.CONFLICT in ours.holds:
            writes.disputes[ours.id] = came
    write_all(writes, channel=shop.channel, actor=actor, at=at)
    return Applied(writes.unsettled, writes.changed, writes.moved)


def _remarked(known: KnownOrders, orders: Iterable[ChannelOrder]) -> set[int]:
    """The orders that come with other words than we have."""
    return {
        known[order.number].id
        for order in orders
        if (order.buyer_message, order.seller_memo) != known[order.number].remarks
    }


def _dispute(ours: Known, order: ChannelOrder, *, writes: Writes) -> None:
    """Two contents of one moment: the order waits, and its parcels with it."""
    writes.facts.append(OrderDataDisagree(ours.id, order.modified_at.isoformat()))
    if ours.state not in OPEN_STATES:
        return
    ours.holds.add(HoldReason.CONFLICT)
    if ours.units_claimed > ours.units_shipped:
        writes.stops[ours.id] = HoldReason.CONFLICT.value
    _write_order(ours, writes=writes)


def _settle(ours: Known, *, writes: Writes) -> None:
    """The platform itself says what is right."""
    ours.holds.discard(HoldReason.CONFLICT)
    _write_order(ours, writes=writes)


def _write_order(ours: Known, *, writes: Writes) -> None:
    writes.holds[ours.id] = ours.holds & VERSION_HOLDS
    writes.orders[ours.id] = (ours.id, ours.state, ours.version, ours.remark_handled, len(ours.holds), *ours.content)


def _apply(
    ours: Known, order: ChannelOrder, *, digest: bytes, skus: KnownSkus, shop: Shop, source: str, writes: Writes
) -> None:
    cost, was_paid = ours.cost(ours.content), is_paid(ours.content)
    what, blocked = apply_lines(ours, order, skus=skus, writes=writes)
    state = derive_state(
        channel=order.state,
        current=ours.state,
        is_cancelled_by_us=ours.cancelled_by != "",
        units_claimed=ours.units_claimed,
        units_shipped=ours.units_shipped,
    )
    state = as_left(ours, state)
    receiver, is_overruled = receiver_now(ours.given, order.receiver, standing=ours.content[RECEIVER])
    if is_overruled:
        ours.given = None
        writes.overruled.add(ours.id)
    before = Clock(*ours.content[CLOCK])
    clock = clock_of(order, _mark(order, shop), channel=shop.channel, before=before)
    content = content_row(order, digest=digest, clock=clock, receiver=receiver)
    content = (*content[:UNITS], units_of(ours), *content[UNITS + 1 :])
    if ours.is_forgotten:  # a late version brings no words back
        content = (*content[: REMARKS.stop - 1], b"", *content[REMARKS.stop :])
    content = take_memo(ours, content, order=order, writes=writes.memos)
    what += differences(ours.content, content)
    mode = mode_of(order)
    modes = {mode, ours.payment_mode}
    costs_other = cost != ours.cost(content)
    if len(modes) > 1:
        what.append("cash" if PaymentMode.COD in modes else "money")
    elif costs_other and mode == PaymentMode.COD:
        what.append("cash")
    is_free = modes == {PaymentMode.PAID} and is_paid(content)
    is_moved = costs_other or len(modes) > 1 or PaymentMode.PREPAID in modes
    if not is_free and (is_moved or (mode == PaymentMode.PAID and was_paid)):
        writes.moved.add(ours.id)
    if is_other_receiver(ours.content[RECEIVER], content[RECEIVER]):
        what.append("address")
        former = opened(ours.content[RECEIVER])
        writes.receivers[ours.id] = (writes.receivers.get(ours.id, (former,))[0], order.receiver)
    if order.state in {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED} and ours.channel_state != order.state:
        what.append("cancelled")
    asked = AskedNow.of(order, channel=shop.channel)
    holds = platform_holds(order, state=state, taken_out=ours.taken_out) - answered_holds(asked.kinds, ours.requests)
    if asked.kinds != set(ours.requests):
        writes.requests[ours.id] = asked
        ours.requests = asked.after(ours.requests)
    if blocked or ours.exchange_waits:
        holds.add(HoldReason.CHANGE_WAITS.value)
    if HoldReason.PLATFORM in holds - ours.holds:
        what.append("platform_hold")
    if HoldReason.ADDRESS_CHANGE in holds - ours.holds:
        what.append("address")
    if HoldReason.ITEM_CHANGE in holds - ours.holds:
        what.append("items")
    if {"message", "memo"} & set(what):
        remark = Remark(*whole_remarks(*content[REMARKS]), order.placed_at, order.receiver)
        is_memo_read = not remark.memo or ("memo" not in what and ours.remark_handled)
        ours.remark_handled = is_memo_read and writes.remarks.is_courteous(remark)
        if writes.remarks.take(ours.id, remark):
            what.append("request")
    is_calling_back = calls_back(what)
    if state == OrderState.SHIPPED and order.state == ChannelState.ON_HOLD != ours.channel_state:
        what.append("platform_hold")  # on record, should it come back
    impact = impact_of(what)
    is_under_way = ours.units_claimed > ours.units_shipped
    state = state_after(state, impact, is_under_way=is_under_way)
    if has_gate(order) or mode != ours.payment_mode:
        writes.payments[ours.id] = order
    ours.payment_mode = mode
    ours.holds = (ours.holds - VERSION_HOLDS) | holds
    if what:
        writes.facts.append(OrderChanged(ours.id, sorted(set(what)), impact.value, source))
        writes.changed.setdefault(ours.id, set()).update(what)
        ours.version += 1
    if is_under_way and impact is Impact.STOP:
        word = stop_word(what)
        if word != Change.CASH or ours.id not in writes.stops:
            writes.stops[ours.id] = word
    elif is_under_way and impact is Impact.REVIEW:
        writes.reviews[ours.id] = stop_word(what)
    if ours.holds and clock.ship_by != before.ship_by:
        writes.promised.add(ours.id)
    if is_under_way and clock.deadlines != before.deadlines:
        writes.facts.append(OrderDeadlineMoved(ours.id))
    if ours.units_shipped and order.state not in ARRIVED:
        words = [stop_word(what)] if is_calling_back else []
        words += [Change.CASH.value] if "cash" in what else []
        writes.facts += [OrderRecallAsked(ours.id, word) for word in words]
    ours.state, ours.content = state, content
    _write_order(ours, writes=writes)


def _mark(order: ChannelOrder, shop: Shop) -> ClockMark:
    return mark_of(order, channel=shop.channel, within=timedelta(hours=shop.ship_within_hours))


def _stored_hashes(known: KnownOrders) -> dict[int, set[bytes]]:
    stored: dict[int, set[bytes]] = {}
    rows = OrderSnapshot.objects.filter(order_id__among=[one.id for one in known.values()])
    for order_id, digest in rows.values_list("order_id", "payload_hash"):
        stored.setdefault(order_id, set()).add(bytes(digest))
    return stored
