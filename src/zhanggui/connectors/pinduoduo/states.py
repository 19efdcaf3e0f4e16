"""Pinduoduo's numbers for where an order and a case are, in our words."""

from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind

KNOWN = {
    "order_status": {"0", "1", "2", "3"},
    "refund_status": {"", "1", "2", "3", "4"},
    "group_status": {"", "0", "1", "2"},
    "confirm_status": {"", "0", "1", "2"},
    "risk_control_status": {"", "0", "1"},
}
"""What the fields that make up a state may say; empty where they may be missing."""
STEPS = {"0", "1", "2"}

_STATES = {
    "0": ChannelState.ON_HOLD,
    "1": ChannelState.AWAITING_SHIPMENT,
    "2": ChannelState.SHIPPED,
    "3": ChannelState.COMPLETED,
}
_OVER, _UNDECIDED, _REVIEWED = "2", "0", "1"
_WISHED, _PAID_BACK = {"2", "3"}, "4"
_NOTHING_PAID, _DEPOSIT_PAID = "0", "1"

# Money on its way may still be stopped: the case is open, and the goods stay.
_CASES = {
    "0": RefundState.NONE,
    "2": RefundState.REQUESTED,
    "3": RefundState.REQUESTED,
    "4": RefundState.REQUESTED,
    "5": RefundState.REQUESTED,
    "6": RefundState.REFUSED,
    "7": RefundState.AWAITING_RETURN,
    "8": RefundState.REQUESTED,
    "9": RefundState.CLOSED,
    "10": RefundState.SUCCEEDED,
    "11": RefundState.CLOSED,
    "12": RefundState.CLOSED,
    "13": RefundState.CLOSED,
    "31": RefundState.AWAITING_RETURN,
    "33": RefundState.AWAITING_RETURN,
}
_OTHER_GOODS = {  # exchanges, resends and repairs: nobody gets money
    "14": RefundState.REQUESTED,
    "15": RefundState.AWAITING_RETURN,
    "16": RefundState.CLOSED,
    "17": RefundState.CLOSED,
    "18": RefundState.CLOSED,
    "21": RefundState.REQUESTED,
    "22": RefundState.AWAITING_RETURN,
    "24": RefundState.CLOSED,
    "25": RefundState.CLOSED,
    "27": RefundState.CLOSED,
    "32": RefundState.REQUESTED,
}
_KINDS = {
    "2": RefundKind.MONEY,
    "3": RefundKind.RETURN,
    "4": RefundKind.EXCHANGE,
    "5": RefundKind.RESEND,
    "6": RefundKind.REPAIR,
}


def read_state(
    status: str, *, refund: str, group: str, confirm: str, risk: str, step: str, held: bool, money_taken: bool
) -> ChannelState:
    """The canonical state of an order whose fields are all known. `step` is empty for one without a deposit.

    Where the goods are does not tell whether they may leave: a group that still forms, a review, a wish for money or a
    word of the platform to wait keep them here. Money that was taken decides between "cancelled" and "refunded".
    """
    if _OVER in (group, confirm):
        return ChannelState.CLOSED_REFUNDED if money_taken else ChannelState.CANCELLED
    if refund == _PAID_BACK:
        return ChannelState.CLOSED_REFUNDED
    if step == _NOTHING_PAID:
        return ChannelState.PENDING_PAYMENT
    state = _STATES[status]
    is_kept = held or risk == _REVIEWED or _UNDECIDED in (group, confirm) or step == _DEPOSIT_PAID or refund in _WISHED
    return ChannelState.ON_HOLD if state is ChannelState.AWAITING_SHIPMENT and is_kept else state


def read_refund(after_sales: str, *, refund: str, state: ChannelState) -> RefundState | None:
    """The refund of an order's lines; None for a number we do not know.

    The case tells more than the order's own word, unless that says that another case is open or money went back.
    """
    if refund == _PAID_BACK:
        return RefundState.SUCCEEDED
    known = _CASES.get(after_sales or "0")
    if known is None and after_sales not in _OTHER_GOODS:
        return None
    may_leave = state in {ChannelState.AWAITING_SHIPMENT, ChannelState.ON_HOLD}
    if known is None:
        return RefundState.REQUESTED if refund in _WISHED and may_leave else RefundState.CLOSED
    if refund in _WISHED and known in {RefundState.NONE, RefundState.CLOSED}:
        return RefundState.REQUESTED
    return known


def read_case(after_sales: str) -> RefundState | None:
    """As a case by itself; None for a number we do not know."""
    return _CASES.get(after_sales) or _OTHER_GOODS.get(after_sales)


def read_kind(kind: str) -> RefundKind | None:
    """What the buyer wants; None for a number we do not know."""
    return _KINDS.get(kind)
