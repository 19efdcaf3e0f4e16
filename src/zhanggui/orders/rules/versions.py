"""Which of two versions of an order is the newer one, whatever the order they arrive in."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState

PROGRESS = {state: place for place, state in enumerate(ChannelState)}
"""How far along each state is, among versions of one moment."""

_RUNNING = frozenset(
    PROGRESS[state] for state in (ChannelState.ON_HOLD, ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED)
)
_CLOSED = frozenset(PROGRESS[state] for state in (ChannelState.CLOSED_REFUNDED, ChannelState.CANCELLED))


class VersionKey(NamedTuple):
    """Later moment wins; at the same moment the state further along. Nothing else makes a version newer."""

    modified_at: datetime
    progress: int
    payload_hash: bytes


class Arrival(StrEnum):
    FIRST = "first"
    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    CONFLICT = "conflict"  # same moment and state, other content


def told_state(order: ChannelOrder, known: str) -> ChannelState:
    """The state of this version of an order we know as `known`, where its source may not tell all of it."""
    if "state" in order.untold:
        is_paid_now = known == ChannelState.PENDING_PAYMENT and order.paid_at is not None
        return ChannelState.AWAITING_SHIPMENT if is_paid_now else ChannelState(known)
    if "examined" in order.untold and order.state == ChannelState.AWAITING_SHIPMENT and known == ChannelState.ON_HOLD:
        return ChannelState.ON_HOLD
    return order.state


def is_dated(order: ChannelOrder) -> bool:
    """Its source says of which moment this version is."""
    return "modified_at" not in order.untold


def version_key(*, modified_at: datetime, state: str, payload_hash: bytes) -> VersionKey:
    return VersionKey(modified_at, PROGRESS[ChannelState(state)], payload_hash)


def judge_arrival(*, known: VersionKey | None, arriving: VersionKey, is_dated: bool = True) -> Arrival:
    """What an arriving version is to the one we know.

    One that its source does not date has the moment we got it, and is newer than all we got before: unless it tells
    of an order that is less far than we know it, which no order becomes again.
    """
    if known is None:
        return Arrival.FIRST
    if not is_dated:
        if arriving.payload_hash == known.payload_hash:
            return Arrival.SAME
        is_older = arriving.modified_at < known.modified_at or _went_back(known.progress, arriving.progress)
        return Arrival.OLDER if is_older else Arrival.NEWER
    if arriving == known:
        return Arrival.SAME
    if arriving[:2] == known[:2]:
        return Arrival.CONFLICT
    return Arrival.NEWER if arriving[:2] > known[:2] else Arrival.OLDER


def _went_back(before: int, after: int) -> bool:
    """From one stage to an earlier one; held, waiting and partly sent are one stage, and so is all that is closed."""
    return after < before and not any({before, after} <= stage for stage in (_RUNNING, _CLOSED))
