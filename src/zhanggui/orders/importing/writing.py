"""What the versions of one batch come to, written in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import Row, copy_rows, insert_rows, update_rows
from zhanggui.kernel.doors.channel import ChannelOrder, Receiver
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.steps import move_each
from zhanggui.orders.changes.asked import AskedNow, take_in_requests
from zhanggui.orders.changes.overrides import end_overrides
from zhanggui.orders.facts import OrderDeadlineMoved
from zhanggui.orders.holding import follow_promises, place_version_holds
from zhanggui.orders.importing.clocks import set_clocks
from zhanggui.orders.importing.disputes import keep_others
from zhanggui.orders.importing.incoming import CONTENT, LINE_CONTENT, NEW_LINE, SNAPSHOT
from zhanggui.orders.lines.settling import Unsettled
from zhanggui.orders.models import Hold, Order, OrderLine, OrderSnapshot
from zhanggui.orders.payments.gates import take_over_payments
from zhanggui.orders.receivers.finding import change_words
from zhanggui.orders.remarks.echoes import MemoWrites, write_memo_arrivals
from zhanggui.orders.remarks.requests import ChangedRemarks
from zhanggui.orders.rules.states import VERSION_HOLDS
from zhanggui.orders.stopping import ask_reviews, ask_stops


@dataclass(slots=True)
class Writes:
    """What the versions of one batch come to, written once at the end."""

    remarks: ChangedRemarks
    orders: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    new_lines: dict[tuple[int, str], tuple[Any, ...]] = field(default_factory=dict)
    lines: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    holds: dict[int, set[str]] = field(default_factory=dict)
    snapshots: list[tuple[Any, ...]] = field(default_factory=list)
    facts: list[FactOf] = field(default_factory=list)
    changed: dict[int, set[str]] = field(default_factory=dict)
    """What differs, by order, in any of its versions."""
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
    disputes: dict[int, ChannelOrder] = field(default_factory=dict)
    """By order, the version that is not shown of two that disagree."""


def write_snapshots(rows: Iterable[Row]) -> None:
    copy_rows(OrderSnapshot, SNAPSHOT, rows)


def write_all(writes: Writes, *, channel: str, actor: Actor, at: datetime) -> None:
    if writes.new_lines:
        insert_rows(OrderLine, NEW_LINE, list(writes.new_lines.values()))
    update_rows(OrderLine, ("id",), LINE_CONTENT, list(writes.lines.values()))
    move_each(Order, ("version", "remark_handled", "open_holds", *CONTENT), list(writes.orders.values()))
    change_words(writes.receivers)
    end_overrides(writes.overruled, at=at)
    take_in_requests(writes.requests, actor=actor, at=at)
    _write_holds(writes.holds, actor=actor, at=at)
    keep_others(writes.disputes)
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
