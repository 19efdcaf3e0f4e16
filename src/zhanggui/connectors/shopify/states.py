"""Shopify's words for where an order is, in ours (status_map.yaml). Payment and shipping are separate axes."""

from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.shopify.unconfirmed import CASH_ON_DELIVERY
from zhanggui.kernel.doors.channel import ChannelState

AUTHORISED = "AUTHORIZED"
UNPAID = frozenset({"PENDING", AUTHORISED, "PARTIALLY_PAID", "EXPIRED"})
PAID = frozenset({"PAID", "PARTIALLY_REFUNDED"})
GONE_BACK = frozenset({"REFUNDED", "VOIDED"})
FINANCIAL = UNPAID | PAID | GONE_BACK

SHIPPING = {
    "ON_HOLD": ChannelState.ON_HOLD,
    "SCHEDULED": ChannelState.ON_HOLD,
    "UNFULFILLED": ChannelState.AWAITING_SHIPMENT,
    "OPEN": ChannelState.AWAITING_SHIPMENT,
    "IN_PROGRESS": ChannelState.AWAITING_SHIPMENT,
    "PENDING_FULFILLMENT": ChannelState.AWAITING_SHIPMENT,
    "REQUEST_DECLINED": ChannelState.AWAITING_SHIPMENT,
    "PARTIALLY_FULFILLED": ChannelState.PARTIALLY_SHIPPED,
    "FULFILLED": ChannelState.SHIPPED,
    "RESTOCKED": ChannelState.ON_HOLD,  # goods that had left are back: a person looks at it
}


def state_of(
    *, financial: str, shipping: str, is_cancelled: bool, is_closed: bool, was_paid: bool, leaves_unpaid: bool = False
) -> ChannelState:
    """Expects words that are known. `leaves_unpaid`: it is sent before its money is taken."""
    if is_cancelled:
        return ChannelState.CLOSED_REFUNDED if was_paid and financial in GONE_BACK else ChannelState.CANCELLED
    if financial in GONE_BACK:
        return ChannelState.CLOSED_REFUNDED if was_paid else ChannelState.CANCELLED
    if financial in UNPAID and not leaves_unpaid:
        return ChannelState.PENDING_PAYMENT
    state = SHIPPING[shipping]
    return ChannelState.COMPLETED if is_closed and state is ChannelState.SHIPPED else state


def is_cash_at_the_door(order: Mapping[str, Any]) -> bool:
    """Whether the buyer pays when the parcel comes."""
    names = {str(name).lower() for name in order.get("paymentGatewayNames") or ()}
    return not CASH_ON_DELIVERY.isdisjoint(names)


def leaves_unpaid(order: Mapping[str, Any], settings: Mapping[str, str]) -> bool:
    """Whether this order is sent before its money is taken."""
    financial = order.get("displayFinancialStatus")
    if financial == AUTHORISED:
        return settings.get("authorised") == "ship"
    return financial == "PENDING" and is_cash_at_the_door(order)
