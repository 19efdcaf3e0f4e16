"""Saleor's words for where an order is, in ours. Goods and money are separate axes.

`OrderStatus` and `OrderChargeStatusEnum` of the schema of saleor/saleor.
"""

from zhanggui.kernel.doors.channel import ChannelState

GOODS = {
    "DRAFT": ChannelState.PENDING_PAYMENT,
    "UNCONFIRMED": ChannelState.ON_HOLD,
    "UNFULFILLED": ChannelState.AWAITING_SHIPMENT,
    "PARTIALLY_FULFILLED": ChannelState.PARTIALLY_SHIPPED,
    "FULFILLED": ChannelState.SHIPPED,
    "PARTIALLY_RETURNED": ChannelState.SHIPPED,
    "RETURNED": ChannelState.CLOSED_REFUNDED,
    "CANCELED": ChannelState.CANCELLED,
    "EXPIRED": ChannelState.CANCELLED,
}
MONEY = {"NONE": False, "PARTIAL": False, "FULL": True, "OVERCHARGED": True}
"""Whether all of it is paid."""


def state_of(goods: str, money: str, *, is_back: bool, was_paid: bool) -> ChannelState:
    """Expects words that are known. `is_back`: all that was paid went back."""
    state = GOODS[goods]
    if is_back or (state is ChannelState.CANCELLED and was_paid):
        return ChannelState.CLOSED_REFUNDED
    if state is ChannelState.AWAITING_SHIPMENT and not MONEY[money]:
        return ChannelState.PENDING_PAYMENT
    return state
