"""Newer versions of orders we already have: judged, applied, and what follows from each difference."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import Row, copy_rows, insert_rows, update_rows
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, PaymentMode, Receiver
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.seal import seal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.changes.asked import AskedNow, answered_holds, take_in_requests
from zhanggui.orders.changes.overrides import end_overrides, receiver_now
from zhanggui.orders.facts import OrderChanged, OrderDataDisagree, OrderDeadlineMoved, OrderRecallAsked
from zhanggui.orders.gifting.following import follow_in_gifts
from zhanggui.orders.holding import follow_promises, place_version_holds
from zhanggui.orders.importing.clocks import set_clocks
from zhanggui.orders.importing.differing import differences_between
from zhanggui.orders.importing.incoming import (
    CLOCK,
    CONTENT,
    LINE_CONTENT,
    NEW_LINE,
    RECEIVER,
    REMARKS,
    SNAPSHOT,
    content_row,
    differences,
    line_row,
    payload_hash,
    snapshot_row,
)
from zhanggui.orders.importing.known import (
    CANCELLED,
    CODE,
    CONTENT_FROM,
    LISTING,
    ORDERED,
    SKU,
    UNITS,
    Known,
    KnownOrders,
    as_left,
    is_paid,
    units_of,
)
from zhanggui.orders.importing.untold import filled
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.lines.settling import Unsettled
from zhanggui.orders.models import Hold, Order, OrderLine, OrderSnapshot
from zhanggui.orders.payments.gates import has_gate, mode_of, take_over_payments
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.receivers.free_text import whole_remarks
from zhanggui.orders.receivers.sealed import is_other_receiver, opened
from zhanggui.orders.remarks.echoes import MemoWrites, take_memo, write_memo_arrivals
from zhanggui.orders.remarks.requests import ChangedRemarks, Remark
from zhanggui.orders.rules.deadlines import Clock, ClockMark, clock_of, mark_of
from zhanggui.orders.rules.impacts import Impact, calls_back, impact_of
from zhanggui.orders.rules.lines import as_taken_out, keep_back, line_differences
from zhanggui.orders.rules.states import VERSION_HOLDS, derive_state, platform_holds, state_after
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.rules.versions import Arrival, judge_arrival, version_key
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState
from zhanggui.orders.stopping import ask_reviews, ask_stops
from zhanggui.people.models import Shop

ARRIVED = frozenset({ChannelState.DELIVERED, ChannelState.COMPLETED})
"""The buyer has it: nothing is called back any more."""

FETCHED = "fetch"
"""The source of versions that the platform gave when asked for one order by its number."""


class Applied(NamedTuple):
    """Lines that lines of ours may have to follow, and orders of which what is due or what arrived may be another."""

    unsettled: Unsettled
    moved: set[int]


@dataclass(slots=True)
class _Writes:
    """What the versions of one batch come to, written once at the end."""

    remarks: ChangedRemarks
    orders: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    new_lines: dict[tuple[int, str], tuple[Any, ...]] = field(default_factory=dict)
    lines: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    holds: dict[int, set[str]] = field(default_factory=dict)
    snapshots: list[tuple[Any, ...]] = field(default_factory=list)
    facts: list[FactOf] = field(default_factory=list)
    stops: dict[int, str] = field(default_factory=dict)
    reviews: dict[int, str] = field(default_factory=dict)
    late: set[int] = field(default_factory=set)
    promised: set[int] = field(default_factory=set)
    unsettled: Unsettled = field(default_factory=Unsettled)
    receivers: dict[int, tuple[Receiver, Receiver]] = field(default_factory=dict)
    memos: MemoWrites = field(default_factory=MemoWrites)
    payments: dict[int, ChannelOrder] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    overruled: set[int] = field(default_factory=set)
    requests: dict[int, AskedNow] = field(default_factory=dict)


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

    Of two contents of one moment the first stays until someone decides, a newer version comes, or the platform, asked
    for this very order (source "fetch"), names the right one.
    """
    orders = list(orders)
    writes = _Writes(ChangedRemarks.of(_remarked(known, orders), at=at))
    stored: dict[int, set[bytes]] = {}
    is_read = False
    for order in orders:
        ours, digest = known[order.number], payload_hash(order)
        order = filled(order, ours, shop)
        key = version_key(modified_at=order.modified_at, state=order.state, payload_hash=digest)
        arrival = judge_arrival(known=ours.key, arriving=key)
        if arrival is Arrival.CONFLICT and order.untold and not differences_between(ours, order, shop):
            arrival = Arrival.SAME  # told with fewer words
        _match_lines(ours, skus=skus, writes=writes)
        if arrival is Arrival.SAME:
            if source == FETCHED and HoldReason.CONFLICT in ours.holds:
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
        if arrival is Arrival.NEWER or (arrival is Arrival.CONFLICT and source == FETCHED):
            _apply(ours, order, digest=digest, skus=skus, shop=shop, source=source, writes=writes)
        elif arrival is Arrival.CONFLICT and is_new:
            _dispute(ours, order, writes=writes)
    _write(writes, channel=shop.channel, actor=actor, at=at)
    return Applied(writes.unsettled, writes.moved)


def _remarked(known: KnownOrders, orders: Iterable[ChannelOrder]) -> set[int]:
    """The orders that come with other words than we have."""
    return {
        known[order.number].id
        for order in orders
        if (order.buyer_message, order.seller_memo) != known[order.number].remarks
    }


def _dispute(ours: Known, order: ChannelOrder, *, writes: _Writes) -> None:
    """Two contents of one moment: the order waits, and its parcels with it."""
    writes.facts.append(OrderDataDisagree(ours.id, order.modified_at.isoformat()))
    if ours.state not in OPEN_STATES:
        return
    ours.holds.add(HoldReason.CONFLICT)
    if ours.units_claimed > ours.units_shipped:
        writes.stops[ours.id] = HoldReason.CONFLICT.value
    _write_order(ours, writes=writes)


def _settle(ours: Known, *, writes: _Writes) -> None:
    """The platform itself says what is right."""
    ours.holds.discard(HoldReason.CONFLICT)
    _write_order(ours, writes=writes)


def _match_lines(ours: Known, *, skus: KnownSkus, writes: _Writes) -> None:
    """Lines that waited for a SKU of their code have it."""
    for line in list(ours.lines.values()):
        if line[SKU] is None and (sku_id := skus.of(line[CODE], line[LISTING])) is not None:
            _write_line(ours, (*line[:SKU], sku_id, *line[SKU + 1 :]), skus=skus, writes=writes)


def _write_order(ours: Known, *, writes: _Writes) -> None:
    writes.holds[ours.id] = ours.holds & VERSION_HOLDS
    writes.orders[ours.id] = (ours.id, ours.state, ours.version, ours.remark_handled, len(ours.holds), *ours.content)


def _apply(
    ours: Known, order: ChannelOrder, *, digest: bytes, skus: KnownSkus, shop: Shop, source: str, writes: _Writes
) -> None:
    cost, was_paid = ours.cost(ours.content), is_paid(ours.content)
    what, blocked = _apply_lines(ours, order, skus=skus, writes=writes)
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
        ours.remark_handled = False
        if writes.remarks.take(ours.id, Remark(*whole_remarks(*content[REMARKS]), order.placed_at, order.receiver)):
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
        ours.version += 1
    if is_under_way and impact is Impact.STOP:
        writes.stops[ours.id] = stop_word(what)
    elif is_under_way and impact is Impact.REVIEW:
        writes.reviews[ours.id] = stop_word(what)
    if ours.holds and clock.ship_by != before.ship_by:
        writes.promised.add(ours.id)
    if is_under_way and clock.deadlines != before.deadlines:
        writes.facts.append(OrderDeadlineMoved(ours.id))
    if is_calling_back and ours.units_shipped and order.state not in ARRIVED:
        writes.facts.append(OrderRecallAsked(ours.id, stop_word(what)))
    ours.state, ours.content = state, content
    _write_order(ours, writes=writes)


def _mark(order: ChannelOrder, shop: Shop) -> ClockMark:
    return mark_of(order, channel=shop.channel, within=timedelta(hours=shop.ship_within_hours))


def _apply_lines(ours: Known, order: ChannelOrder, *, skus: KnownSkus, writes: _Writes) -> tuple[list[str], bool]:
    what: list[str] = []
    blocked = False
    for line in order.lines:
        row = line_row(order, line, sku_id=skus.of(line.sku_code, line.listing))
        if line.number in ours.taken_out:
            row = as_taken_out(row)
        before = ours.lines.get(line.number)
        if before is None:
            _write_line(ours, (None, ours.id, line.number, 0, 0, *row), skus=skus, writes=writes)
            what.append("items")
            continue
        line_id, _, _, claimed, shipped, *old = before
        what += line_differences(tuple(old), row)
        if claimed:
            row, waits = keep_back(tuple(old), row, claimed=claimed, shipped=shipped)
            blocked = blocked or waits
        elif row[0] is None and row[1] == old[1]:
            row = (old[0], *row[1:])
        if row != tuple(old):
            _write_line(ours, (line_id, ours.id, line.number, claimed, shipped, *row), skus=skus, writes=writes)
    if _drop_lines(ours, keep={line.number for line in order.lines}, skus=skus, writes=writes):
        what.append("items")
    return what, blocked


def _drop_lines(ours: Known, *, keep: set[str], skus: KnownSkus, writes: _Writes) -> bool:
    """Lines the platform no longer shows are cancelled. True when there were any."""
    gone = [line for number, line in ours.lines.items() if number not in keep and not line[CANCELLED]]
    for line in gone:
        _write_line(ours, (*line[:CANCELLED], True, "", None, line[ORDERED]), skus=skus, writes=writes)
    return bool(gone)


def _write_line(ours: Known, line: tuple[Any, ...], *, skus: KnownSkus, writes: _Writes) -> None:
    """The line is this from now on; one that came with an earlier version of the same batch is not written yet."""
    line_id, order_id, number = line[:3]
    content = line[CONTENT_FROM:]
    before = ours.lines.get(number)
    ours.lines[number] = line
    if ours.has_own or line[SKU] in skus.bundles:
        is_anew = before is None or (before[SKU], before[ORDERED]) != (line[SKU], line[ORDERED])
        writes.unsettled.add((order_id, number), is_anew=is_anew)
    if line_id is None:
        writes.new_lines[order_id, number] = (order_id, number, *content, 0, 0, 0, 0, 0)
    else:
        writes.lines[line_id] = (line_id, *content)


def _stored_hashes(known: KnownOrders) -> dict[int, set[bytes]]:
    stored: dict[int, set[bytes]] = {}
    rows = OrderSnapshot.objects.filter(order_id__among=[one.id for one in known.values()])
    for order_id, digest in rows.values_list("order_id", "payload_hash"):
        stored.setdefault(order_id, set()).add(bytes(digest))
    return stored


def write_snapshots(rows: Iterable[Row]) -> None:
    copy_rows(OrderSnapshot, SNAPSHOT, rows)


def _write(writes: _Writes, *, channel: str, actor: Actor, at: datetime) -> None:
    if writes.new_lines:
        insert_rows(
            OrderLine,
            NEW_LINE,
            list(writes.new_lines.values()),
        )
    update_rows(OrderLine, ("id",), LINE_CONTENT, list(writes.lines.values()))
    move_each(Order, ("version", "remark_handled", "open_holds", *CONTENT), list(writes.orders.values()))
    change_words(writes.receivers)
    end_overrides(writes.overruled, at=at)
    take_in_requests(writes.requests, actor=actor, at=at)
    _write_holds(writes.holds, actor=actor, at=at)
    if writes.snapshots:
        write_snapshots(writes.snapshots)
        moved = set_clocks(writes.late, channel=channel)
        writes.facts += [OrderDeadlineMoved(order_id) for order_id in moved]
        writes.promised.update(moved)
    follow_promises(writes.promised)
    announce(writes.facts, actor=actor, at=at)
    ask_stops(writes.stops, actor=actor, at=at)
    ask_reviews(writes.reviews, actor=actor, at=at)
    write_memo_arrivals(writes.memos, actor=actor, at=at)
    writes.remarks.write(actor=actor, at=at)
    changed = {fact.order_id: fact.what for fact in writes.facts if isinstance(fact, OrderChanged)}
    follow_in_gifts(changed, actor=actor, at=at)
    writes.moved |= take_over_payments(writes.payments, actor=actor, at=at)


def _write_holds(holds: dict[int, set[str]], *, actor: Actor, at: datetime) -> None:
    """The reasons that versions give these orders are exactly `holds`."""
    if not holds:
        return
    wanted = {(order_id, reason) for order_id, reasons in holds.items() for reason in reasons}
    placed = set(
        Hold.objects.filter(order_id__among=set(holds), reason__in=VERSION_HOLDS).values_list("order_id", "reason")
    )
    if gone := placed - wanted:
        ids = [
            hold.pk for hold in Hold.objects.filter(order_id__among=set(holds)) if (hold.order_id, hold.reason) in gone
        ]
        Hold.objects.filter(pk__among=ids).delete()
    place_version_holds(wanted - placed, actor=actor, at=at)
