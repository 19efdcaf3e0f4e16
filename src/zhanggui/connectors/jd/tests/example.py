"""An order of two lines as JD tells it, in pieces that a test can change, and answers around it."""

import copy
import json
from typing import Any

NUMBER = "290000000001"
SKUS = ("100000000001", "100000000002")

_ORDER: dict[str, Any] = {
    "orderId": NUMBER, "venderId": "10000001", "orderType": "22", "payType": "4",
    "orderState": "WAIT_SELLER_STOCK_OUT", "orderTotalPrice": "199.00", "sellerDiscount": "10.00",
    "orderSellerPrice": "189.00", "freightPrice": "6.00", "orderPayment": "175.00", "balanceUsed": "0.00",
    "orderStartTime": "2025-03-04 09:00:00", "paymentConfirmTime": "2025-03-04 09:02:00",
    "orderEndTime": "1970-01-01 00:00:00", "modified": "2025-03-04 09:02:05", "orderRemark": "", "venderRemark": "",
    "pin": "jd_example", "open_id_buyer": "exOpenId", "waybill": "", "logisticsId": "",
    "consigneeInfo": {
        "fullname": "李*", "mobile": "138****0000", "province": "北京", "city": "朝阳区", "county": "示例街道",
        "fullAddress": "北京朝阳区示例街道***",
    },
    "itemInfoList": [
        {"skuId": SKUS[0], "outerSkuId": "KB-87-W", "skuName": "示例键盘 白", "jdPrice": "149.00", "itemTotal": "1",
         "wareId": "900000001"},
        {"skuId": SKUS[1], "outerSkuId": "MS-01", "skuName": "示例鼠标", "jdPrice": "25.00", "itemTotal": "2",
         "wareId": "900000002"},
    ],
    "couponDetailList": [
        {"orderId": NUMBER, "skuId": "", "couponType": "100", "couponPrice": "10.00"},
        {"orderId": NUMBER, "skuId": "", "couponType": "41", "couponPrice": "20.00"},
    ],
}  # fmt: skip


def example(*, lines: dict[int, dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """The example with these fields changed, in the order or in the line at an index; None takes a field away."""
    order = copy.deepcopy(_ORDER)
    _change(order, changes)
    for index, line_changes in (lines or {}).items():
        _change(order["itemInfoList"][index], line_changes)
    return order


def single(**changes: Any) -> dict[str, Any]:
    """The example with its first line only."""
    order = example(**changes)
    order["itemInfoList"] = order["itemInfoList"][:1]
    return order


def read(order: dict[str, Any]) -> bytes:
    """In the answer of pop.order.get."""
    return answer("pop.order.get", orderDetailInfo={"apiResult": {"success": True}, "orderInfo": order})


def unknown() -> bytes:
    said = {"success": False, "numberCode": "10100002", "chineseErrCode": "订单号不正确"}
    return answer("pop.order.get", orderDetailInfo={"apiResult": said})


def listed(*orders: dict[str, Any], total: int | None = None) -> bytes:
    """In the answer of pop.order.search."""
    told = {"apiResult": {"success": True}, "orderTotal": len(orders) if total is None else total}
    return answer("pop.order.search", searchorderinfo_result=told | {"orderInfoList": orders})


def applications(*rows: dict[str, Any]) -> bytes:
    told = {"success": True, "totalCount": len(rows), "result": rows}
    return answer("pop.afs.soa.refundapply.queryPageList", queryResult=told)


def application(**changes: Any) -> dict[str, Any]:
    return {
        "id": 700001,
        "orderId": NUMBER,
        "status": 0,
        "applyTime": "2025-03-04 09:30:00",
        "applyRefundSum": 17500,
        "reason": "不想要了",
    } | changes


def services(*rows: dict[str, Any]) -> bytes:
    told = {"success": True, "code": "00000", "totalCount": len(rows), "data": rows}
    return answer("asc.serviceAndRefund.view", pageResult=told)


def service(*, status: int = 1, complete: object = None, **bill: Any) -> dict[str, Any]:
    return {
        "sameOrderServiceBill": {
            "serviceId": 800001,
            "orderId": int(NUMBER),
            "wareId": int(SKUS[0]),
            "serviceState": 10001,
            "afsApplyTime": "2025-03-04 09:40:00",
        }
        | bill,
        "afsRefundId": None,
        "status": status,
        "completeTime": complete,
    }


def money(amount: str, *, is_paid: bool = False) -> bytes:
    branch = {"afsActualRefundDetail": {"actualRefundAmount": amount}}
    if not is_paid:
        branch = {"afsEstimateRefundDetail": {"maxRefundAmount": amount}}
    told = {"success": True, "errorCode": 200, "data": {"orderId": int(NUMBER), **branch}}
    return answer("b2c.shop.aftersales.refund.get", result=told)


def answer(method: str, **content: Any) -> bytes:
    root = f"jingdong_{method.replace('.', '_')}_responce"
    return json.dumps({root: {"code": "0"} | content}, ensure_ascii=False).encode()


def error(code: str, sentence: str = "说不") -> bytes:
    return json.dumps({"error_response": {"code": code, "zh_desc": sentence, "en_desc": "said no"}}).encode()


def asked(call: dict[str, str]) -> dict[str, Any]:
    """What a call that arrived asked for."""
    content: dict[str, Any] = json.loads(call["360buy_param_json"])
    return content


def methods(server: Any) -> list[str]:
    return [method.removeprefix("jingdong.") for method in server.methods()]


def _change(target: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value
