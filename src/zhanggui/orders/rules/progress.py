"""What the line counters say about the order."""

from zhanggui.orders.states import OrderState

_DECIDED = frozenset({OrderState.CANCELLED, OrderState.COMPLETED})


def state_of_progress(*, state: str, units: int, units_claimed: int, units_shipped: int) -> str:
    """The state of an order whose counters changed. A cancelled or completed order stays what it is."""
    if state in _DECIDED:
        return state
    if units_shipped and units_shipped >= units:
        return OrderState.SHIPPED
    if units_claimed > units_shipped:
        return OrderState.PARTLY_SHIPPED if units_shipped else OrderState.IN_WAREHOUSE
    return OrderState.TO_REVIEW if state in {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED} else state
