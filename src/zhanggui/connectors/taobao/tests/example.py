"""A trade of two lines as Taobao tells it, in pieces that a test can change."""

import copy
import json
from typing import Any

TID = "3312345678901234567"
OIDS = ("3312345678902234567", "3312345678903234567")

_TRADE: dict[str, Any] = {
    "tid": int(TID), "tid_str": TID, "type": "fixed", "status": "WAIT_SELLER_SEND_GOODS",
    "title": "示例旗舰店", "seller_nick": "示例旗舰店", "buyer_nick": "小**", "buyer_open_uid": "AAExampleUid01",
    "created": "2025-03-04 09:00:00", "pay_time": "2025-03-04 09:01:10", "modified": "2025-03-04 09:01:12",
    "delivery_time": "2025-03-06 09:01:10",
    "payment": "125.00", "total_fee": "140.00", "post_fee": "5.00", "discount_fee": "0.00", "adjust_fee": "0.00",
    "received_payment": "0.00", "buyer_message": "周末送货", "seller_memo": "", "seller_flag": 0,
    "shipping_type": "express", "receiver_name": "王**", "receiver_mobile": "*******1234", "receiver_state": "浙江省",
    "receiver_city": "杭州市", "receiver_district": "西湖区", "receiver_town": "示例街道",
    "receiver_address": "示**路**号", "receiver_zip": "310000", "oaid": "1aBcExampleOaid",
    "orders": {"order": [
        {"oid": int(OIDS[0]), "num_iid": 600000000001, "sku_id": "5000000000001", "outer_sku_id": "TS-BLK-L",
         "title": "示例T恤", "sku_properties_name": "颜色:黑;尺码:L", "price": "60.00", "num": 1, "total_fee": "60.00",
         "discount_fee": "0.00", "payment": "51.43", "divide_order_fee": "51.43", "part_mjz_discount": "8.57",
         "status": "WAIT_SELLER_SEND_GOODS", "refund_status": "NO_REFUND"},
        {"oid": int(OIDS[1]), "num_iid": 600000000002, "sku_id": "5000000000002", "outer_sku_id": "CAP-RED",
         "title": "示例帽子", "sku_properties_name": "颜色:红", "price": "40.00", "num": 2, "total_fee": "80.00",
         "discount_fee": "0.00", "payment": "68.57", "divide_order_fee": "68.57", "part_mjz_discount": "11.43",
         "status": "WAIT_SELLER_SEND_GOODS", "refund_status": "NO_REFUND"},
    ]},
}  # fmt: skip


def example(*, lines: dict[int, dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """The example with these fields changed, in the trade or in the line at an index; None takes a field away."""
    trade = copy.deepcopy(_TRADE)
    _change(trade, changes)
    for index, line_changes in (lines or {}).items():
        _change(trade["orders"]["order"][index], line_changes)
    return trade


def single(**changes: Any) -> dict[str, Any]:
    """The example with its first line only."""
    trade = example(**changes)
    trade["orders"]["order"] = trade["orders"]["order"][:1]
    return trade


def answered(trade: dict[str, Any]) -> bytes:
    """The trade in the answer of trade.fullinfo.get."""
    return json.dumps({"trade_fullinfo_get_response": {"trade": trade, "request_id": "demo77"}}).encode()


def _change(target: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value
