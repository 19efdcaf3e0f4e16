"""What no good source says of Medusa, and what we chose where it has no word for a thing. Change it here."""

CALLS_A_SECOND = 5
"""Medusa itself has no limit; the server in front of a shop usually has one."""

PAUSE_WHEN_UNTOLD = 60
"""Seconds to wait when a server says 429 or 503 without `Retry-After`."""

BUYER_MESSAGE = "buyer_message"
"""Where in an order's metadata a shop keeps what the buyer wrote: Medusa has no field for it."""

MEMO, FLAG, WAYBILL = "zhanggui_memo", "zhanggui_flag", "zhanggui_waybill"
"""Our names in the metadata of orders (the memo) and of fulfilments (the parcel they were made for)."""

UNPAID = frozenset({"not_paid", "awaiting", "requires_action", "partially_authorized", "canceled"})
"""States of payment with which nothing may be sent. The last two are our reading."""
