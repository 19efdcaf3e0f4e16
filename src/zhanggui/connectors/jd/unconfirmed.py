"""What no good source says of JD. Change it here; codes of the gateway's errors stand in `errors.csv`."""

from datetime import timedelta

SETTLED_AFTER = timedelta(seconds=10)
"""So long after a moment an order or a case changed at it may still appear in a list."""

LOOK_BACK = timedelta(days=14)
"""So long after it was made a case is looked at again by the hour: no list tells what changes after a decision."""

CALLS_A_SECOND = 20
"""How often one app may call. JD gives each app limits of its own, shown in its console; one that is under test has 500
calls a day."""

UNKNOWN_ORDER = frozenset({"10100002"})
"""Numbers of the business for an order that is not one of this shop's."""

CLEARING_REMARK = ""
"""What a remark is overwritten with that is to be gone."""

SERVICE_STATE = "serviceState"
"""Where the bill of a service tells its state. Where it does not, the state of its money says what it can."""

SERVICE_SKU = "wareId"
"""Where the bill of a service tells the SKU it is about."""

SERVICE_WISH = "customerExpect"
"""Where the bill of a service tells what the buyer wants: 10 to give back, 20 to exchange, 30 to have repaired."""

STOCK_AT_ONCE = 30
"""How many SKUs jingdong.ware.stock.sku.set takes in one call. One source gives its parameters as they stand in
`goods.py`, another as `skuId` and `stockNum` alone."""
