"""The hub's words for where an order is, in ours (status_map.yaml, shopex_matrix). Three axes: trade, money, goods."""

from zhanggui.kernel.doors.channel import ChannelState

ACTIVE, CLOSED, FINISHED = "TRADE_ACTIVE", "TRADE_CLOSED", "TRADE_FINISHED"
TRADES = frozenset({ACTIVE, CLOSED, FINISHED})
UNPAID = frozenset({"PAY_NO", "PAY_PART"})
WAITING = frozenset({"REFUNDING", "PAY_TO_MEDIUM"})
PAID = frozenset({"PAY_FINISH", "REFUND_PART"})
BACK = "REFUND_ALL"
MONEY = UNPAID | WAITING | PAID | {BACK}
GOODS = {
    "SHIP_NO": ChannelState.AWAITING_SHIPMENT,
    "SHIP_PREPARE": ChannelState.AWAITING_SHIPMENT,
    "SHIP_PART": ChannelState.PARTIALLY_SHIPPED,
    "SHIP_FINISH": ChannelState.SHIPPED,
    "RESHIP_PART": ChannelState.SHIPPED,
    "RESHIP_ALL": ChannelState.SHIPPED,
}


def state_of(trade: str, money: str, goods: str) -> ChannelState:
    """Expects words that are known."""
    if trade == CLOSED:
        return ChannelState.CLOSED_REFUNDED if money == BACK else ChannelState.CANCELLED
    if trade == FINISHED:
        return ChannelState.COMPLETED
    if money == BACK:
        return ChannelState.CLOSED_REFUNDED
    if money in UNPAID:
        return ChannelState.PENDING_PAYMENT
    state = GOODS[goods]
    return ChannelState.ON_HOLD if money in WAITING and state is ChannelState.AWAITING_SHIPMENT else state
