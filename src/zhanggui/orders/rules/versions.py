"""Which of two versions of an order is the newer one, whatever the order they arrive in."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState

PROGRESS = {state: place for place, state in enumerate(ChannelState)}
"""How far along each state is, among versions of one moment."""


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


def version_key(*, modified_at: datetime, state: str, payload_hash: bytes) -> VersionKey:
    return VersionKey(modified_at, PROGRESS[ChannelState(state)], payload_hash)


def judge_arrival(*, known: VersionKey | None, arriving: VersionKey) -> Arrival:
    """What an arriving version is to the one we know."""
    if known is None:
        return Arrival.FIRST
    if arriving == known:
        return Arrival.SAME
    if arriving[:2] == known[:2]:
        return Arrival.CONFLICT
    return Arrival.NEWER if arriving[:2] > known[:2] else Arrival.OLDER
