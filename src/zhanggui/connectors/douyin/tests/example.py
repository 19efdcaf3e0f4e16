"""An order of two lines as Douyin tells it, in pieces that a test can change."""

import copy
import json
from typing import Any

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.douyin.orders import read_order
from zhanggui.kernel.doors.channel import ChannelOrder

NUMBER = "6900000000000000001"
LINES = (NUMBER, "6900000000000000002")
DAY = 86_400

_ORDER: dict[str, Any] = {
    "order_id": NUMBER, "order_status": 2, "main_status": 2, "create_time": 1741050000, "pay_time": 1741050060,
    "update_time": 1741050061, "exp_ship_time": 1741222860, "pay_type": 2, "order_amount": 14500, "pay_amount": 12500,
    "post_amount": 500, "promotion_amount": 2000, "promotion_shop_amount": 1500, "promotion_platform_amount": 500,
    "buyer_words": "周末送货", "seller_words": "老客", "seller_remark_stars": 1, "shop_name": "示例抖店",
    "mask_post_receiver": "赵*", "mask_post_tel": "1*******000", "encrypt_post_receiver": "##exampleCipherName##",
    "encrypt_post_tel": "$$exampleCipherTel$$", "open_address_id": "#exampleAddressId", "doudian_open_id": "1@#buyer",
    "post_addr": {
        "province": {"name": "江苏省", "id": "32"}, "city": {"name": "南京市", "id": "320100"},
        "town": {"name": "玄武区", "id": "320102"}, "street": {"name": "梅园新村街道", "id": "320102001"},
        "encrypt_detail": "##exampleCipherAddr##",
    },
    "mask_post_addr": {"detail": "**路**号"},
    "sku_order_list": [
        {"order_id": LINES[0], "parent_order_id": NUMBER, "product_id": 3500000000000000001, "product_name": "示例茶叶",
         "sku_id": 1700000000000001, "code": "TEA-100G", "spec": [{"name": "净含量", "value": "100g"}], "item_num": 2,
         "origin_amount": 5000, "order_amount": 10350, "post_amount": 350, "pay_amount": 8950, "order_status": 2,
         "main_status": 2, "given_product_type": "MASTER",
         "after_sale_info": {"after_sale_status": 0, "after_sale_type": 0, "refund_status": 0}},
        {"order_id": LINES[1], "parent_order_id": NUMBER, "product_id": 3500000000000000002, "product_name": "示例茶杯",
         "sku_id": 1700000000000002, "code": "CUP-W", "spec": [{"name": "颜色", "value": "白"}], "item_num": 1,
         "origin_amount": 4000, "order_amount": 4150, "post_amount": 150, "pay_amount": 3550, "order_status": 2,
         "main_status": 2, "given_product_type": "MASTER",
         "after_sale_info": {"after_sale_status": 0, "after_sale_type": 0, "refund_status": 0}},
    ],
}  # fmt: skip


def example(*, lines: dict[int, dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """The example with these fields changed, in the order or in the line at an index; None takes a field away."""
    order = copy.deepcopy(_ORDER)
    _change(order, changes)
    for index, line_changes in (lines or {}).items():
        _change(order["sku_order_list"][index], line_changes)
    return order


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
