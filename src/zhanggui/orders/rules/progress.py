"""What the line counters say about the order."""

from zhanggui.orders.rules.states import derive_state
from zhanggui.orders.states import OrderState

_DECIDED = frozenset({OrderState.CANCELLED, OrderState.COMPLETED})


def state_of_progress(
    *, state: str, channel: str, is_cancelled_by_us: bool, units_left: int, units_claimed: int, units_shipped: int
) -> str:
    """The state of an order whose counters changed; `units_left` are pieces of living lines that were not shipped yet.

    Without work under way the platform's word alone decides. Else a cancelled or completed order stays what it is.
    """
    if units_claimed == units_shipped == 0:
        return derive_state(channel=channel, current=state, is_cancelled_by_us=is_cancelled_by_us)
    if state in _DECIDED:
        return state
    if units_shipped and units_left <= 0:
        return OrderState.SHIPPED
    if units_claimed > units_shipped:
        return OrderState.PARTLY_SHIPPED if units_shipped else OrderState.IN_WAREHOUSE
    return OrderState.TO_REVIEW if state in {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED} else state
