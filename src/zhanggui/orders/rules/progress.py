"""What the line counters say about the order."""

from zhanggui.orders.rules.states import derive_state
from zhanggui.orders.states import OrderState

_DECIDED = frozenset({OrderState.CANCELLED, OrderState.COMPLETED})


def state_of_progress(
    *,
    state: str,
    channel: str,
    is_cancelled_by_us: bool,
    units_left: int,
    units_claimed: int,
    units_shipped: int,
    is_leaving: bool = False,
    is_review_due: bool = False,
) -> str:
    """The state of an order whose counters changed; `units_left` are pieces of living lines that were not shipped yet.

    Without work under way the platform's word alone decides. Else a cancelled or completed order stays what it is. When
    a part of it leaves (`is_leaving`) the rest needs no second review, unless something changed since
    (`is_review_due`); when work on it was taken back it does.
    """
    if units_claimed == units_shipped == 0:
        return derive_state(channel=channel, current=state, is_cancelled_by_us=is_cancelled_by_us)
    if state in _DECIDED:
        return state
    if units_shipped and units_left <= 0:
        return OrderState.SHIPPED
    if units_claimed > units_shipped:
        return OrderState.PARTLY_SHIPPED if units_shipped else OrderState.IN_WAREHOUSE
    if is_leaving and not is_review_due:
        return OrderState.PARTLY_SHIPPED
    return OrderState.TO_REVIEW if state in {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED} else state
