"""What no good source says of Saleor, and what we chose where it has no word for a thing. Change it here."""

CALLS_A_SECOND = 5
"""Saleor itself counts what a query costs, not calls; the server in front of a shop usually has a limit."""

PAUSE_WHEN_UNTOLD = 60
"""Seconds to wait when a server says 429 or 503 without `Retry-After`."""

KEYS_KEPT_S = 300
"""So long the public keys of a shop are believed before they are read again."""

MEMO_KEY, FLAG_KEY = "zhanggui.memo", "zhanggui.flag"
"""Keys of metadata of an order that are ours."""

STOCK_AT_ONCE = 50
"""So many stocks are set in one call."""
