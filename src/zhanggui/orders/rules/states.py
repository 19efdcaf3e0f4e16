"""The state of an order, derived from what the platform says and what our counters show."""

from collections.abc import Collection

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState
from zhanggui.orders.importing.incoming import CLOSED, is_line_cancelled
from zhanggui.orders.rules.impacts import Impact
from zhanggui.orders.states import HoldReason, OrderState

_SENT = frozenset({ChannelState.SHIPPED, ChannelState.DELIVERED})

PLATFORM_HOLDS = frozenset(
    {
        HoldReason.PLATFORM,
        HoldReason.REFUND,
        HoldReason.ADDRESS_CHANGE,
        HoldReason.ITEM_CHANGE,
        HoldReason.CHANGE_WAITS,
    }
)
"""Holds the platform's data place and lift; the others are ours."""

VERSION_HOLDS = PLATFORM_HOLDS | {HoldReason.CONFLICT}
"""Holds that each newer version places anew or ends. A conflict may also be settled by a person."""


PLANNING_HOLDS = frozenset({HoldReason.SHORTAGE, HoldReason.NO_PLACE})
"""Holds that planning places and ends. What waits is in no parcel, so parcels under way leave all the same."""

PERSON_HOLDS = frozenset(HoldReason) - PLATFORM_HOLDS - PLANNING_HOLDS
"""Holds that a person may end: what people, rules and wished days place, and payloads that disagree."""


def derive_state(
    *, channel: str, current: str | None = None, is_cancelled_by_us: bool = False, units_claimed: int = 0,
    units_shipped: int = 0,
) -> str:  # fmt: skip
    """The state of an order whose platform says `channel`.

    Work under way (claimed or shipped pieces) is never overruled here: a contradiction stops parcels, and the
    warehouse's own flows move the order on. Without such work the platform's newest word alone decides, whatever was
    said before it; but a cancellation of ours stands until we take it back, and a review as long as nothing changes.
    """
    if units_claimed or units_shipped:
        return _state_under_way(channel=channel, current=str(current), is_shipped=units_shipped > 0)
    if channel in CLOSED or is_cancelled_by_us:
        return OrderState.CANCELLED
    if channel == ChannelState.PENDING_PAYMENT:
        return OrderState.UNPAID
    if channel == ChannelState.COMPLETED:
        return OrderState.COMPLETED
    if channel in _SENT:
        return OrderState.SHIPPED
    return OrderState.REVIEWED if current == OrderState.REVIEWED else OrderState.TO_REVIEW


def _state_under_way(*, channel: str, current: str, is_shipped: bool) -> str:
    if channel in CLOSED:
        return OrderState.COMPLETED if is_shipped else OrderState.CANCELLED
    is_done = channel == ChannelState.COMPLETED and current == OrderState.SHIPPED
    return OrderState.COMPLETED if is_done else current


def platform_holds(order: ChannelOrder, *, state: str, taken_out: Collection[str] = ()) -> set[str]:
    """The reasons to wait that this version of the order gives. A cancelled line is no reason any more, nor is one of
    those `taken_out` by us."""
    if state in {OrderState.CANCELLED, OrderState.COMPLETED, OrderState.SHIPPED, OrderState.UNPAID}:
        return set()
    reasons = set()
    if order.state == ChannelState.ON_HOLD or (order.state in _SENT and state == OrderState.IN_WAREHOUSE):
        reasons.add(HoldReason.PLATFORM.value)
    sent = [line for line in order.lines if line.number not in taken_out and not is_line_cancelled(order, line)]
    if any(line.refund.is_open for line in sent):
        reasons.add(HoldReason.REFUND.value)
    if order.address_change_asked:
        reasons.add(HoldReason.ADDRESS_CHANGE.value)
    if order.item_change_asked:
        reasons.add(HoldReason.ITEM_CHANGE.value)
    return reasons


def state_after(state: str, impact: Impact, *, is_under_way: bool) -> str:
    """The state of an order once a change of this impact is on it. With pieces under way its parcels come first."""
    begun = {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED}
    waits = state == OrderState.REVIEWED or (state in begun and not is_under_way)
    return OrderState.TO_REVIEW if waits and impact is not Impact.NONE else state
