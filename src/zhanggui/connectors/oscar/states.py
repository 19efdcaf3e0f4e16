"""A shop's own words for where an order is, in ours."""

from collections.abc import Mapping

from zhanggui.connectors.oscar.unconfirmed import STATES
from zhanggui.kernel.doors.channel import ChannelState

OVER = frozenset({ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED})
SENT = frozenset({ChannelState.SHIPPED, ChannelState.DELIVERED, ChannelState.COMPLETED})


def read_state(word: str, settings: Mapping[str, str]) -> ChannelState | None:
    """The canonical state; None for a word we do not know."""
    own = settings.get(f"state.{word}", "")
    return ChannelState(own) if own in set(ChannelState) else STATES.get(word)
