"""What no good source says of TOP. Change it here."""

TOKEN_ADDRESS = "https://oauth.taobao.com/token"
"""Where sessions are renewed."""

ADDRESS_CHANGE = "modify_address"
ITEM_CHANGE = "modify_sku"
"""Fields of a sub order in which the platform says that the buyer has asked for another address, or for other goods,
and nobody has answered yet."""

CALLS_A_SECOND = 1_000
"""How often one app may call. TOP gives each app a limit of its own, shown in its console, and names the seconds to
wait when it is passed; this only keeps a fault of ours from running against it."""
