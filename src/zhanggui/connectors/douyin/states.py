"""Douyin's numbers for where an order, a line and a case are, in our words."""

from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind

_STATES = {
    "1": ChannelState.PENDING_PAYMENT,
    "103": ChannelState.ON_HOLD,
    "105": ChannelState.ON_HOLD,
    "2": ChannelState.AWAITING_SHIPMENT,
    "101": ChannelState.PARTIALLY_SHIPPED,
    "3": ChannelState.SHIPPED,
    "4": ChannelState.CANCELLED,
    "5": ChannelState.COMPLETED,
    "21": ChannelState.CLOSED_REFUNDED,
    "22": ChannelState.CLOSED_REFUNDED,
    "39": ChannelState.CLOSED_REFUNDED,
}
_ONLY_MAIN = {"103", "21", "22", "39"}
"""What `main_status` says and `order_status` does not."""

_CASES = {
    "0": RefundState.NONE,
    "6": RefundState.REQUESTED,
    "7": RefundState.AWAITING_RETURN,
    "8": RefundState.RETURNED_UNCHECKED,
    "11": RefundState.RETURNED_UNCHECKED,
    "12": RefundState.SUCCEEDED,
    "13": RefundState.CLOSED,
    "14": RefundState.CLOSED,
    "27": RefundState.REFUSED,
    "28": RefundState.CLOSED,
    "29": RefundState.REFUSED,
    "51": RefundState.CLOSED,
    "53": RefundState.CLOSED,
}
_REVERSED = "53"
_PAID_BACK = {"3", "5"}  # 5: claimed back from the buyer later

_KINDS = {
    "0": RefundKind.RETURN,
    "1": RefundKind.MONEY,
    "2": RefundKind.MONEY,
    "3": RefundKind.EXCHANGE,
    "6": RefundKind.MONEY,
    "7": RefundKind.RESEND,
    "8": RefundKind.REPAIR,
}
PRICE_PROTECTION = "6"
_WITHOUT_MONEY = {"3", "7", "8"}
_STILL_OPEN = {ChannelState.PENDING_PAYMENT, ChannelState.ON_HOLD, ChannelState.AWAITING_SHIPMENT}
_OVER = {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED}


def read_state(status: str, main_status: str) -> ChannelState | None:
    """The canonical state of an order or a line; None for a number we do not know."""
    if main_status and main_status not in _STATES:
        return None
    return _STATES.get(main_status if main_status in _ONLY_MAIN or not status else status)


def settle_state(state: ChannelState, *, money_taken: bool) -> ChannelState:
    """Whether money was taken decides between "cancelled" and "refunded"."""
    if state in _OVER:
        return ChannelState.CLOSED_REFUNDED if money_taken else ChannelState.CANCELLED
    return state


def settle_line_state(state: ChannelState, *, order: ChannelState) -> ChannelState:
    """A line that could be shipped by itself is held or closed with its order."""
    if order in {ChannelState.ON_HOLD, *_OVER} and state in _STILL_OPEN:
        return order
    return state


def read_refund(status: str, *, kind: str, money: str) -> RefundState | None:
    """The canonical state of a case; None for a number we do not know.

    "Successful" of a case without money is the end of it. A reversal that is finished tells its end by the money. Price
    protection gives back a difference: nothing is refunded by it, and nothing kept here.
    """
    if kind == PRICE_PROTECTION:
        return RefundState.NONE if status in _CASES or not status else None
    state = _CASES.get(status or "0")
    if status == _REVERSED and money in _PAID_BACK:
        return RefundState.SUCCEEDED
    if state is RefundState.SUCCEEDED and kind in _WITHOUT_MONEY:
        return RefundState.CLOSED
    return state


def read_case(status: str, *, kind: str) -> RefundState | None:
    """As `read_refund` for a case by itself, where price protection is a case like another."""
    return read_refund(status, kind="" if kind == PRICE_PROTECTION else kind, money="") if status else None


def read_kind(kind: str) -> RefundKind | None:
    """What the buyer wants; None for a number we do not know."""
    return _KINDS.get(kind)
