"""Until when an order must have left and be with its carrier, as its platform counts: the one table of promises.

What platforms write in contracts and rule pages changes; what is not confirmed is marked so, here and nowhere else.
Hours are whole and run through nights and holidays; moments are UTC and shown where the company is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, PaymentKind, PaymentMode
from zhanggui.orders.rules.versions import PROGRESS

FIRST_SCAN = timedelta(hours=2)
"""So long after the hand-over a carrier scans what it took. UNCONFIRMED: contracts name no figure."""

ON_HOLD = "on_hold"
REFUND = "refund"
ADDRESS = "address"


class Promise(NamedTuple):
    """How one platform counts. `collect_hours`: its carrier's first scan may come so long after the order must have
    left. `pauses`: what stops its clock; nothing we do ourselves ever does."""

    collect_hours: int
    pauses: frozenset[str] = frozenset()
    is_confirmed: bool = False


USUAL = Promise(24, frozenset({ON_HOLD}))

PROMISES: dict[str, Promise] = {
    "taobao": Promise(24, frozenset({ON_HOLD, REFUND, ADDRESS})),  # UNCONFIRMED: hours of the first scan
    "pinduoduo": Promise(24, frozenset({ON_HOLD, REFUND, ADDRESS})),  # the first scan within 24 h; pauses UNCONFIRMED
    "douyin": Promise(24, frozenset({ON_HOLD, REFUND, ADDRESS})),  # UNCONFIRMED
    "jd": Promise(24, frozenset({ON_HOLD, REFUND})),  # UNCONFIRMED
    "wechat": Promise(24, frozenset({ON_HOLD, REFUND, ADDRESS})),  # UNCONFIRMED
    "own": Promise(24),
    "files": USUAL,
}


class Clock(NamedTuple):
    """The deadlines of one version of an order, and the clock behind them.

    `ship_by` is the nearer of both: what sorts or looks by it looks by whatever comes first.
    """

    ship_by: datetime | None
    collect_by: datetime | None
    paused_at: datetime | None = None
    paused_seconds: int = 0

    @property
    def deadlines(self) -> tuple[datetime | None, datetime | None]:
        return self.ship_by, self.collect_by


class ClockMark(NamedTuple):
    """What one version of an order says of its clock: how far along it is among versions of one moment, whether the
    clock stands, and until when the order must have left were it never to stand; empty: its platform names the moment.
    """

    progress: int
    stands: bool
    runs_out: datetime | None


class Mark(NamedTuple):
    """The mark of a version, with the platform's moment of it."""

    at: datetime
    progress: int
    stands: bool


def promise_of(channel: str) -> Promise:
    return PROMISES.get(channel, USUAL)


def clock_of(order: ChannelOrder, mark: ClockMark, *, channel: str, before: Clock | None = None) -> Clock:
    """The deadlines as this version, of this mark, says them.

    A moment that the platform names is its own, pauses and pre-sale promises included. Else the time that the shop has
    from the moment the buyer's money counts is longer by all that the platform's rules stop the clock.
    """
    promise = promise_of(channel)
    before = before or Clock(None, None)
    paused_at, seconds = _paused(mark.stands, order.modified_at, before.paused_at, before.paused_seconds)
    ship_by = mark.runs_out + timedelta(seconds=seconds) if mark.runs_out else order.ship_by
    collect_by = order.collect_by
    if collect_by is None and ship_by is not None:
        collect_by = ship_by + timedelta(hours=promise.collect_hours)
    return Clock(_nearer(ship_by, collect_by), collect_by, paused_at, seconds)


def mark_of(order: ChannelOrder, *, channel: str, within: timedelta) -> ClockMark:
    """What this version says of its clock, which runs `within` from the moment the buyer's money counts."""
    start = _start(order) if order.ship_by is None else None
    stands = not stopping(order).isdisjoint(promise_of(channel).pauses)
    return ClockMark(PROGRESS[order.state], stands, start + within if start else None)


def clock_of_history(marks: Iterable[Mark], *, now: Clock, runs_out: datetime | None, channel: str) -> Clock:
    """The clock of the newest version, had all versions come in their order.

    `now` is the clock without those that came late. What the platform names stays as it is.
    """
    paused_at, seconds = None, 0
    for mark in sorted(marks):
        paused_at, seconds = _paused(mark.stands, mark.at, paused_at, seconds)
    if runs_out is None:
        return now._replace(paused_at=paused_at, paused_seconds=seconds)
    collects = timedelta(hours=promise_of(channel).collect_hours)
    was, ship_by = runs_out + timedelta(seconds=now.paused_seconds), runs_out + timedelta(seconds=seconds)
    collect_by = ship_by + collects if now.collect_by == was + collects else now.collect_by
    return Clock(_nearer(ship_by, collect_by), collect_by, paused_at, seconds)


def _nearer(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one), default=None)


def misses_collection(collect_by: datetime | None, *, at: datetime) -> bool:
    """Handed over at this moment, the carrier's first scan comes too late for the platform."""
    return collect_by is not None and at + FIRST_SCAN > collect_by


def _start(order: ChannelOrder) -> datetime | None:
    """When the clock starts: with the money; of a pre-sale with its tail, cash on delivery with the order."""
    if order.payment_mode == PaymentMode.DEPOSIT:
        tails = [one.at for one in order.payments if one.kind in {PaymentKind.TAIL, PaymentKind.PAYMENT}]
        return max(tails, default=order.paid_at)
    if order.paid_at is None and (order.cash_on_delivery or order.payment_mode == PaymentMode.COD):
        return order.placed_at
    return order.paid_at


def _paused(stands: bool, at: datetime, since: datetime | None, seconds: int) -> tuple[datetime | None, int]:
    """Since when the clock stands after a version of that moment, and for how long it stood before."""
    if stands:
        return since or at, seconds
    if since is None:
        return None, seconds
    return None, seconds + max(0, int((at - since).total_seconds()))


def stopping(order: ChannelOrder) -> set[str]:
    """What of this version may stop a platform's clock."""
    found = set()
    if order.state == ChannelState.ON_HOLD:
        found.add(ON_HOLD)
    if order.address_change_asked:
        found.add(ADDRESS)
    if any(line.refund.is_open for line in order.lines):
        found.add(REFUND)
    return found
