"""What no good source says of WooCommerce, and what we chose where it has no word for a thing. Change it here."""

from zhanggui.kernel.doors.channel import ChannelState

CALLS_A_SECOND = 5
"""WooCommerce itself has no limit; the server in front of a shop usually has one."""

PAUSE_WHEN_UNTOLD = 60
"""Seconds to wait when a server says 429 or 503 without `Retry-After`."""

MORE_STATES = {"checkout-draft": ChannelState.PENDING_PAYMENT, "auto-draft": ChannelState.PENDING_PAYMENT}
"""An order that is still being typed. Plugins add others: the setting `state.<slug>` of a shop says what they are."""

CASH_ON_DELIVERY = frozenset({"cod"})
"""Ways of payment with which the buyer pays at the door."""

PARCEL_MARK = "zhanggui_parcel_"
MEMO_MARK = "zhanggui_memo"
FLAG_MARK = "zhanggui_flag"
"""Names in an order's meta_data: WooCommerce has no parcels and no memo of its own. A parcel's waybill follows."""
