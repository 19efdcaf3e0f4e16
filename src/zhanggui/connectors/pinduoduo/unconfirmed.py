"""What no good source says of 拼多多. Change it here; codes of errors stand in `errors.csv`."""

from datetime import timedelta

CLOCKS_DIFFER = timedelta(seconds=5)
"""By so much our clock may be ahead: a list must end three minutes before the platform's."""

UNKNOWN_ORDER = ("订单不存在", "订单号不存在", "订单号错误", "订单号有误")
"""What is in the sentence that refuses an order which is not one of this shop's."""

GRANT_GONE = frozenset(
    {"10000", "10010", "10012", "10013", "10014", "10019", "10035", "20032", "21001", "21002", "50001"}
)
"""Codes by which a renewal is refused because its refresh token is no longer good."""

TAG_NAMES = {1: "红色", 2: "黄色", 3: "绿色", 4: "蓝色", 5: "紫色"}
"""What a tag is called when we set it; the platform takes any three characters."""

ALL_CASES = 1
"""`after_sales_status` of a list that is to have cases of every state: an older list of values names it so, the newer
one does not name it and uses it in its example."""

MERGE_ID = "open_address_id"
"""Orders with the same one may travel together (合单ID). There is a second one, `open_address_id_2`, of which nobody
says how the two go together."""

DEARER_ALONE = 100
"""So many fen more a piece costs alone, when its price alone would not be above the price in a group."""

SPLIT_PARCELS = 1
"""`extra_track_type` of parcels an order was split into."""

CALLS_A_SECOND = 20
"""How often one shop may call a method whose limit is not published."""
