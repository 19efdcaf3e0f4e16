"""Taobao's words for where a trade, a sub order and a refund are, in ours."""

from zhanggui.kernel.doors.channel import ChannelState, RefundState

_STATES = {
    "TRADE_NO_CREATE_PAY": ChannelState.PENDING_PAYMENT,
    "WAIT_BUYER_PAY": ChannelState.PENDING_PAYMENT,
    "PAY_PENDING": ChannelState.PENDING_PAYMENT,
    "WAIT_PRE_AUTH_CONFIRM": ChannelState.PENDING_PAYMENT,
    "PAID_FORBID_CONSIGN": ChannelState.ON_HOLD,
    "WAIT_SELLER_SEND_GOODS": ChannelState.AWAITING_SHIPMENT,
    "SELLER_CONSIGNED_PART": ChannelState.PARTIALLY_SHIPPED,
    "WAIT_BUYER_CONFIRM_GOODS": ChannelState.SHIPPED,
    "TRADE_BUYER_SIGNED": ChannelState.DELIVERED,
    "TRADE_FINISHED": ChannelState.COMPLETED,
    "TRADE_CLOSED": ChannelState.CLOSED_REFUNDED,
    "TRADE_CLOSED_BY_TAOBAO": ChannelState.CANCELLED,
}

_REFUNDS = {
    "": RefundState.NONE,
    "NO_REFUND": RefundState.NONE,
    "WAIT_SELLER_AGREE": RefundState.REQUESTED,
    "WAIT_BUYER_RETURN_GOODS": RefundState.AWAITING_RETURN,
    "WAIT_SELLER_CONFIRM_GOODS": RefundState.RETURNED_UNCHECKED,
    "SELLER_REFUSE_BUYER": RefundState.REFUSED,
    "CLOSED": RefundState.CLOSED,
    "SUCCESS": RefundState.SUCCEEDED,
}

DEPOSIT_ONLY = "FRONT_PAID_FINAL_NOPAID"
PAID_IN_STEPS = "FRONT_PAID_FINAL_PAID"
_DEPOSIT_FORFEITED = "FRONT_PAID_FRONT_FORFEITED"
_STILL_TO_SHIP = {ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED}
_STILL_OPEN = {ChannelState.PENDING_PAYMENT, ChannelState.ON_HOLD, ChannelState.AWAITING_SHIPMENT}


def read_state(word: str) -> ChannelState | None:
    """The canonical state of a trade or sub order; None for a word we do not know."""
    return _STATES.get(word)


def read_refund(word: str) -> RefundState | None:
    """The canonical refund state of a sub order; None for a word we do not know."""
    return _REFUNDS.get(word)


def settle_state(state: ChannelState, *, step: str, held: bool, money_taken: bool) -> ChannelState:
    """The state of a trade after what stands beside its status.

    A pre-sale with only its deposit paid is held, one whose deposit is lost is cancelled; a hold flag holds what was
    still to be shipped; a trade closed before money was taken is cancelled, whatever the platform calls it.
    """
    if step == _DEPOSIT_FORFEITED:
        return ChannelState.CANCELLED
    if step == DEPOSIT_ONLY and state in _STILL_OPEN:
        return ChannelState.ON_HOLD
    if held and state in _STILL_TO_SHIP:
        return ChannelState.ON_HOLD
    if state is ChannelState.CLOSED_REFUNDED and not money_taken:
        return ChannelState.CANCELLED
    return state


def settle_line_state(state: ChannelState, *, trade: ChannelState) -> ChannelState:
    """A line that could be shipped by itself is held or cancelled with its trade."""
    if trade in {ChannelState.ON_HOLD, ChannelState.CANCELLED} and state in _STILL_OPEN:
        return trade
    if trade is ChannelState.CANCELLED and state is ChannelState.CLOSED_REFUNDED:
        return trade
    return state
