"""The state of an order, derived from what the platform says and what our counters show."""

from collections.abc import Iterable

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState
from zhanggui.orders.states import ORDER_STEPS, HoldReason, OrderState

_CLOSED = frozenset({ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED})
_SENT = frozenset({ChannelState.SHIPPED, ChannelState.DELIVERED})

PLATFORM_HOLDS = frozenset({HoldReason.PLATFORM, HoldReason.REFUND, HoldReason.ADDRESS_CHANGE, HoldReason.ITEM_CHANGE})
"""Holds the platform's data place and lift; the others are ours."""


def derive_state(
    *, channel: ChannelState, current: str | None, known_channel: str | None, units_claimed: int, units_shipped: int
) -> str:
    """The state after the platform said `channel`.

    Work under way (claimed or shipped pieces) is never overruled here: a contradiction stops parcels, and the
    warehouse's own flows move the order on. A platform that takes back what is final leaves the order as it is.
    """
    state = _wanted_state(
        channel=channel,
        current=current,
        known_channel=known_channel,
        units_claimed=units_claimed,
        units_shipped=units_shipped,
    )
    return state if current is None or state in ORDER_STEPS[current] else current


def _wanted_state(
    *, channel: ChannelState, current: str | None, known_channel: str | None, units_claimed: int, units_shipped: int
) -> str:
    if current == OrderState.CANCELLED and known_channel not in _CLOSED and units_claimed == units_shipped == 0:
        return current  # cancelled by us; only we take that back
    if channel in _CLOSED:
        return OrderState.COMPLETED if units_shipped else OrderState.CANCELLED
    if units_shipped or units_claimed:
        done = channel == ChannelState.COMPLETED and current == OrderState.SHIPPED
        return OrderState.COMPLETED if done else str(current)
    if channel == ChannelState.PENDING_PAYMENT:
        return OrderState.UNPAID
    if channel == ChannelState.COMPLETED:
        return OrderState.COMPLETED
    if channel in _SENT:
        return OrderState.SHIPPED
    return OrderState.REVIEWED if current == OrderState.REVIEWED else OrderState.TO_REVIEW


def platform_holds(order: ChannelOrder, *, state: str) -> set[str]:
    """The reasons to wait that this version of the order gives."""
    if state in {OrderState.CANCELLED, OrderState.COMPLETED, OrderState.SHIPPED, OrderState.UNPAID}:
        return set()
    reasons = set()
    if order.state == ChannelState.ON_HOLD or (order.state in _SENT and state == OrderState.IN_WAREHOUSE):
        reasons.add(HoldReason.PLATFORM.value)
    if any(line.refund.is_open for line in order.lines):
        reasons.add(HoldReason.REFUND.value)
    if order.address_change_asked:
        reasons.add(HoldReason.ADDRESS_CHANGE.value)
    if order.item_change_asked:
        reasons.add(HoldReason.ITEM_CHANGE.value)
    return reasons


_STOPPING = frozenset({"address", "items", "refund", "cancelled", "platform_hold"})
_REVIEWING = frozenset({"message", "memo", "money", "line_money"})


def impact_of(what: Iterable[str]) -> str:
    """How far a change reaches: `stop` parcels under way, `review` again, or `none`."""
    changed = set(what)
    if changed & _STOPPING:
        return "stop"
    return "review" if changed & _REVIEWING else "none"
