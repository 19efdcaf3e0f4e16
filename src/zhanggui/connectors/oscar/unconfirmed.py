"""What no good source says of django-oscar, and what each shop decides for itself. Change it here."""

from datetime import timedelta

from zhanggui.kernel.doors.channel import ChannelState

STATES = {
    "": ChannelState.AWAITING_SHIPMENT,
    "new": ChannelState.PENDING_PAYMENT,
    "Pending": ChannelState.AWAITING_SHIPMENT,
    "Being processed": ChannelState.AWAITING_SHIPMENT,
    "Complete": ChannelState.COMPLETED,
    "Cancelled": ChannelState.CANCELLED,
}
"""Every shop has a pipeline of its own (OSCAR_ORDER_STATUS_PIPELINE): these are the states of Oscar's example shop, and
the one django-oscar-api places orders in before they are paid. The setting `state.<status>` of a shop comes first."""

IS_PAID_WHEN_PLACED = True
"""Oscar places an order once it is paid, and its API tells no moment of payment; only "new" is not paid."""

STILL_CHANGING = timedelta(days=90)
"""Orders placed longer ago are looked at only when they are asked for. The setting `days` of a shop comes first."""

SETTLED_AFTER = timedelta(seconds=5)
"""So long after a moment an order of it may still be missing from the list."""

CALLS_A_SECOND = 10
"""The API has no limit unless the shop sets one."""
