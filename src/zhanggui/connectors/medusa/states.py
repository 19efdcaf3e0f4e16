"""Medusa's three words for where an order is, in one of ours (status_map.yaml)."""

from zhanggui.connectors.medusa.unconfirmed import UNPAID
from zhanggui.kernel.doors.channel import ChannelState, RefundState

STATUSES = frozenset({"pending", "completed", "draft", "archived", "canceled", "requires_action"})
PAYMENTS = UNPAID | {"authorized", "captured", "partially_captured", "partially_refunded", "refunded"}
FULFILMENTS = {
    "not_fulfilled": ChannelState.AWAITING_SHIPMENT,
    "partially_fulfilled": ChannelState.AWAITING_SHIPMENT,  # packed, which is not sent
    "fulfilled": ChannelState.AWAITING_SHIPMENT,
    "canceled": ChannelState.AWAITING_SHIPMENT,
    "partially_shipped": ChannelState.PARTIALLY_SHIPPED,
    "shipped": ChannelState.SHIPPED,
    "partially_delivered": ChannelState.SHIPPED,
    "delivered": ChannelState.DELIVERED,
}
RETURNS = {
    "open": RefundState.REQUESTED,
    "requested": RefundState.AWAITING_RETURN,
    "partially_received": RefundState.RETURNED_UNCHECKED,
    "received": RefundState.RETURNED_UNCHECKED,
    "canceled": RefundState.CLOSED,
}


def read_state(status: str, payment: str, fulfilment: str, *, was_captured: bool) -> ChannelState:
    """The canonical state of known words."""
    if status == "canceled":
        return ChannelState.CLOSED_REFUNDED if was_captured else ChannelState.CANCELLED
    if status in {"draft", "requires_action"} or payment in UNPAID:
        return ChannelState.PENDING_PAYMENT
    if payment == "refunded":
        return ChannelState.CLOSED_REFUNDED
    if status in {"completed", "archived"}:
        return ChannelState.COMPLETED
    return FULFILMENTS[fulfilment]
