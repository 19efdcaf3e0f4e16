"""JD's words for where an order, an application and a service are, in ours."""

from collections.abc import Iterable

from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind

_STATES = {
    "NOT_PAY": ChannelState.PENDING_PAYMENT,
    "WAIT_SELLER_STOCK_OUT": ChannelState.AWAITING_SHIPMENT,
    "WAIT_SELLER_DELIVERY": ChannelState.AWAITING_SHIPMENT,
    "WAIT_GOODS_RECEIVE_CONFIRM": ChannelState.SHIPPED,
    "FINISHED_L": ChannelState.COMPLETED,
    "TRADE_CANCELED": ChannelState.CANCELLED,
    "LOCKED": ChannelState.ON_HOLD,
    "PAUSE": ChannelState.ON_HOLD,
    "POP_ORDER_PAUSE": ChannelState.ON_HOLD,
    "WAIT_SEND_CODE": ChannelState.ON_HOLD,
    "DELIVERY_RETURN": ChannelState.SHIPPED,
    "SEND_TO_DISTRIBUTION_CENER": ChannelState.SHIPPED,
    "DISTRIBUTION_CENTER_RECEIVED": ChannelState.SHIPPED,
    "RECEIPTS_CONFIRM": ChannelState.DELIVERED,
}

# Money on its way may still be stopped by JD: the case is open, and the goods stay.
_APPLICATIONS = {
    "0": RefundState.REQUESTED,
    "1": RefundState.REQUESTED,
    "2": RefundState.REFUSED,
    "3": RefundState.SUCCEEDED,
    "4": RefundState.REFUSED,
    "5": RefundState.REQUESTED,
    "6": RefundState.REQUESTED,
    "7": RefundState.REQUESTED,
    "8": RefundState.REFUSED,
    "9": RefundState.SUCCEEDED,
    "10": RefundState.REQUESTED,
}

_SERVICES = {
    "10001": RefundState.REQUESTED,
    "10002": RefundState.REQUESTED,
    "10004": RefundState.REFUSED,
    "10005": RefundState.AWAITING_RETURN,
    "10007": RefundState.RETURNED_UNCHECKED,
    "10009": RefundState.RETURNED_UNCHECKED,
    "10010": RefundState.SUCCEEDED,
    "10011": RefundState.CLOSED,
}
_REFUNDED = "13"
_KINDS = {"10": RefundKind.RETURN, "20": RefundKind.EXCHANGE, "30": RefundKind.REPAIR}
_MOST_TELLING = (
    RefundState.REQUESTED,
    RefundState.AWAITING_RETURN,
    RefundState.RETURNED_UNCHECKED,
    RefundState.SUCCEEDED,
    RefundState.REFUSED,
    RefundState.CLOSED,
)

HAS_LEFT = {ChannelState.SHIPPED, ChannelState.DELIVERED, ChannelState.COMPLETED}
MAY_STILL_LEAVE = {ChannelState.AWAITING_SHIPMENT, ChannelState.ON_HOLD}


def read_state(word: str, *, money_taken: bool) -> ChannelState | None:
    """The canonical state of an order; None for a word we do not know. Cancelled after money was taken is refunded."""
    state = _STATES.get(word)
    return ChannelState.CLOSED_REFUNDED if state is ChannelState.CANCELLED and money_taken else state


def read_application(word: str) -> RefundState | None:
    """Where an application to cancel is; None for a number we do not know."""
    return _APPLICATIONS.get(word)


def read_service(word: str, *, money: str) -> RefundState | None:
    """Where a service is; None for a number we do not know. Without one the state of its money says: back or not."""
    if word:
        return _SERVICES.get(word)
    return RefundState.SUCCEEDED if money == _REFUNDED else RefundState.REQUESTED


def read_kind(wish: str) -> RefundKind:
    """What the buyer of a service wants; JD pays back for goods that come back, unless it says something else."""
    return _KINDS.get(wish, RefundKind.RETURN)


def settled(states: Iterable[RefundState]) -> RefundState:
    """Of several cases about the same thing: an open one before one that is decided."""
    told = set(states)
    return next((state for state in _MOST_TELLING if state in told), RefundState.NONE)
