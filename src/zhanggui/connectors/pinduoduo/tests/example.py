"""An order as 拼多多 tells it, in pieces that a test can change."""

import copy
import json
from typing import Any

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.pinduoduo.orders import read_order
from zhanggui.kernel.doors.channel import ChannelOrder

NUMBER = "250304-123456789012345"
GOODS, SKU = "500000000001", "700000000001"

_ORDER: dict[str, Any] = {
    "order_sn": NUMBER, "order_status": 1, "refund_status": 1, "after_sales_status": 0, "confirm_status": 1,
    "group_status": 1, "risk_control_status": 0, "trade_type": 0, "step_order_info": None,
    "created_time": "2025-03-04 08:00:00", "pay_time": "2025-03-04 08:00:30", "confirm_time": "2025-03-04 08:05:00",
    "updated_at": "2025-03-04 08:05:01", "last_ship_time": "2025-03-06 08:05:00", "goods_amount": "59.80",
    "platform_discount": "3.00", "seller_discount": "5.00", "capital_free_discount": "0.00", "discount_amount": "8.00",
    "postage": "6.00", "pay_amount": "57.80", "receiver_name": "~AgAAAExample~0~",
    "receiver_phone": "$AgAAExample$MTIz$1$$", "receiver_address": "~AgAAAddr~0~", "receiver_name_mask": "张*",
    "receiver_phone_mask": "1**********", "receiver_address_mask": "示例路***", "open_address_id": "merge-1",
    "country": "中国", "province": "广东省", "city": "广州市", "town": "天河区", "buyer_memo": "周末送货",
    "remark": "老客", "remark_tag": 2, "remark_tag_name": "黄色", "logistics_id": 0, "tracking_number": "",
    "extra_delivery_list": [], "gift_list": [], "order_tag_list": [{"name": "ship_hold", "value": 0}],
    "item_list": [
        {"goods_id": GOODS, "sku_id": SKU, "goods_name": "示例袜子 5双", "goods_spec": "黑色,均码", "goods_count": 2,
         "goods_price": "29.90", "outer_id": "SOCK-5-BK", "outer_goods_id": "SOCK-5"},
    ],
}  # fmt: skip


def example(*, item: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The example with these fields changed, in the order or in what is sold; None takes a field away."""
    order = copy.deepcopy(_ORDER)
    _change(order, changes)
    _change(order["item_list"][0] if order.get("item_list") else {}, item or {})
    return order


def gift(**changes: Any) -> dict[str, Any]:
    """A present, as it stands in `gift_list`."""
    one = {
        "goods_id": "500000000009", "sku_id": "700000000009", "goods_name": "赠品", "goods_spec": "", "goods_count": 1,
        "goods_price": "9.90", "outer_id": "GIFT", "outer_goods_id": "", "order_sn": "",
    }  # fmt: skip
    return one | changes


def read(order: dict[str, Any]) -> ChannelOrder:
    """The order as it is read from the bytes of the platform."""
    raw = json.dumps(order).encode()
    return read_order(read_object(raw), raw=raw)


def _change(target: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value
