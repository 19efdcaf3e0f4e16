"""WooCommerce's words for where an order is, in ours (status_map.yaml). It has none for an order that is on its way."""

from collections.abc import Mapping

from zhanggui.connectors.woocommerce.unconfirmed import MORE_STATES
from zhanggui.kernel.doors.channel import ChannelState

STATES = {
    "pending": ChannelState.PENDING_PAYMENT,
    "failed": ChannelState.PENDING_PAYMENT,
    "on-hold": ChannelState.ON_HOLD,
    "processing": ChannelState.AWAITING_SHIPMENT,
    "completed": ChannelState.COMPLETED,
    "cancelled": ChannelState.CANCELLED,
    "refunded": ChannelState.CLOSED_REFUNDED,
    "trash": ChannelState.CANCELLED,
}

OVER = frozenset({ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED})
SENT = frozenset({ChannelState.SHIPPED, ChannelState.DELIVERED, ChannelState.COMPLETED})
TO_SEND = frozenset({ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED})


def read_state(word: str, settings: Mapping[str, str]) -> ChannelState | None:
    """The canonical state; None for a word we do not know. The shop's own words are in its settings `state.<slug>`."""
    own = settings.get(f"state.{word}", "")
    if own in set(ChannelState):
        return ChannelState(own)
    return STATES.get(word) or MORE_STATES.get(word)
