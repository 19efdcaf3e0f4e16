"""What no good source says of ShopEx's hub. Change it here.

The vendor publishes its own order system, which calls the hub; what the hub answers in trouble it does not publish. So
trouble is read from the status of HTTP: 401 and 403 say that the authorisation is over, 429 that we ask too often.
"""

from datetime import timedelta

CALLS_A_SECOND = 20
"""How often one node may call."""

PAUSE_WHEN_UNTOLD = 60
"""Seconds to wait when the hub says 429 or 503 without `Retry-After`."""

SETTLED_AFTER = timedelta(seconds=30)
"""So long after a moment an order changed at it may still appear in a list."""

LINE_WAYBILL = "logistics_no"
"""Where an order line of `store.trade.fullinfo.get` shows the waybill it left with."""

UNKNOWN_ORDER = frozenset({"order_not_exist", "isv.trade-not-exist"})
"""Words in `res` for an order the shop does not have."""

STOCK_AT_ONCE = 50
"""How many SKUs `store.items.quantity.list.update` takes in one call."""

COMPANIES = {"jt": "JTSD", "best": "HTKY", "jd": "JD"}
"""Codes of carriers that nobody confirms; the others are those of Taobao, whose words the hub took."""

CLEARING_MEMO = " "
"""What a memo is overwritten with that is to be gone: an empty value is left out of a call."""
