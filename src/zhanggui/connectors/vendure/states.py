"""Vendure's words for where an order is, in ours (status_map.yaml)."""

from zhanggui.kernel.doors.channel import ChannelState, RefundState

STATES = {
    "Created": ChannelState.PENDING_PAYMENT,
    "Draft": ChannelState.PENDING_PAYMENT,
    "AddingItems": ChannelState.PENDING_PAYMENT,
    "ArrangingPayment": ChannelState.PENDING_PAYMENT,
    "ArrangingAdditionalPayment": ChannelState.ON_HOLD,
    "Modifying": ChannelState.ON_HOLD,
    "PaymentAuthorized": ChannelState.AWAITING_SHIPMENT,
    "PaymentSettled": ChannelState.AWAITING_SHIPMENT,
    "PartiallyShipped": ChannelState.PARTIALLY_SHIPPED,
    "Shipped": ChannelState.SHIPPED,
    "PartiallyDelivered": ChannelState.SHIPPED,
    "Delivered": ChannelState.DELIVERED,
    "Cancelled": ChannelState.CANCELLED,
}
REFUNDS = {
    "Pending": RefundState.REQUESTED,
    "Settled": RefundState.SUCCEEDED,
    "Failed": RefundState.REFUSED,
}
