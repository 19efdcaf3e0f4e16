"""What the platform does for each method it knows. In a set some may be done and some refused."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.numbers import (
    Branch,
    BranchUnknown,
    Given,
    NumberCancelled,
    NumberCollected,
    NumberUnknown,
    PoolEmpty,
    Wanted,
)

from .gateway import Refused, business, missing

Answer = Callable[[Counter, Mapping[str, Any]], dict[str, Any]]

DIRECT, FRANCHISED = 1, 2
_PACK_ID = re.compile(r"[0-9A-Za-z_]{0,15}")


def create(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers for up to fifty orders, each by itself. The same order under the same pack id gets its old number."""
    for needed in ("logistics_code", "sender_info", "order_infos"):
        if not asked.get(needed):
            raise missing(needed)
    if len(asked["order_infos"]) > 50:
        raise Refused(40004, "非法的参数", "isv.parameter-invalid:1000", "一次最多50条")
    try:
        branch = counter.numbers.branch(asked["logistics_code"])
    except BranchUnknown:
        raise business(10711, "电子面单订购关系不存在") from None
    address = {part: word for part, word in asked["sender_info"]["address"].items() if part != "country_code"}
    if address not in branch.senders:
        raise Refused(40004, "非法的参数", "isv.parameter-invalid:4007", "寄件地址未在网点登记")
    given: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for order in asked["order_infos"]:
        name: dict[str, Any] = {"order_id": order["order_id"], "pack_id": order.get("pack_id", "")}
        fault = _fault_of(order)
        if fault is None:
            try:
                given.append(name | _bill(counter, branch, order, asked))
                continue
            except PoolEmpty:
                fault = 4012, "电子面单余额不足"
        refused.append(name | {"err_code": str(fault[0]), "err_msg": fault[1]})
    return {"ebill_infos": counter.told(given), "err_infos": refused}


def apply(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What prints these numbers."""
    if not asked.get("waybill_applies"):
        raise missing("waybill_applies")
    given: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for one in asked["waybill_applies"]:
        try:
            known = counter.numbers.find(one["logistics_code"], one["track_no"])
            given.append(_print_data(known))
        except NumberUnknown:
            name = {"track_no": one["track_no"], "order_id": ""}
            refused.append(name | {"err_code": "1003", "err_msg": "运单号有误，请检查运单号"})
    return {"waybill_infos": counter.told(given), "err_infos": refused}


def cancel(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """One number is void."""
    if not asked.get("track_no"):
        raise Refused(40002, "缺少必选参数", "isv.missing-parameter:400", "物流单号不能为空")
    try:
        counter.numbers.cancel(asked.get("logistics_code", ""), asked["track_no"])
    except NumberUnknown:
        raise Refused(40004, "非法的参数", "isv.parameter-invalid:10014", "电子面单号不存在") from None
    except NumberCancelled:
        raise business(10901, "已经取消过了，无需再次取消") from None
    except NumberCollected:
        raise business(10802, "该运单已取件，不允许取消") from None
    return {"cancel_result": {"success": True}}


def branches(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The shop's branches, with numbers left and registered addresses."""
    if "logistics_code" not in asked:
        raise missing("logistics_code")
    wanted = asked["logistics_code"]
    return {
        "netsites": [
            {
                "netsite_code": branch.code,
                "netsite_name": branch.name,
                "amount": str(branch.left if branch.left is not None else -1),
                "sender_address": list(branch.senders),
                "allocated_quantity": branch.used,
                "cancelled_quantity": branch.cancelled,
                "recycled_quantity": -1,
                "company": branch.carrier,
                "company_type": DIRECT if branch.left is None else FRANCHISED,
            }
            for branch in counter.numbers.branches
            if wanted in ("", branch.carrier)
        ]
    }


def templates(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """One standard label for each carrier."""
    return {
        "template_data": [
            {
                "logistics_code": branch.carrier,
                "template_infos": [
                    {
                        "template_id": place,
                        "template_code": f"standard_{branch.carrier}",
                        "template_name": "一联单 76×130",
                        "template_url": f"https://douyin.example.test/template/{place}.xml",
                    }
                ],
            }
            for place, branch in enumerate(counter.numbers.branches, start=1)
        ]
    }


METHODS: Mapping[str, Answer] = {
    "logistics.templateList": templates,
    "logistics.newCreateOrder": create,
    "logistics.waybillApply": apply,
    "logistics.cancelOrder": cancel,
    "logistics.listShopNetsite": branches,
}


def _fault_of(order: Mapping[str, Any]) -> tuple[int, str] | None:
    receiver = order.get("receiver_info") or {}
    contact = receiver.get("contact") or {}
    if None in order.values():
        return 1000, "参数不能为null"
    if not _PACK_ID.fullmatch(order.get("pack_id", "")):
        return 1000, "包裹id只能传入15位以内的数字、字母和下划线"
    if order["order_id"].endswith("A"):
        return 15002, "订单信息不存在"
    if not order.get("items"):
        return 1000, "商品明细不能为空"
    if not (receiver.get("address") or {}).get("detail_address"):
        return 1000, "收件人详细地址不能为空"
    if not contact.get("name") or not (contact.get("mobile") or contact.get("phone")):
        return 1000, "收件人姓名和电话不能为空"
    return None


def _bill(counter: Counter, branch: Branch, order: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    orders = order.get("combine_orders") or [order["order_id"]]
    wanted = Wanted(
        f"{branch.carrier} {order['order_id']} {order.get('pack_id', '')}",
        orders,
        dict(asked) | {"order_infos": [order]},
        int(order.get("total_pack_count", 1)),
    )
    (one,) = counter.numbers.give(branch, [wanted])
    return {
        "track_no": one.number,
        "company": branch.carrier,
        "sort_code": "300-A01 02",
        "package_center_code": "755",
        "package_center_name": "深圳集",
        "short_address_code": "300",
        "short_address_name": "粤深",
        "sub_waybill_codes": ",".join(one.children),
        "hint_msg": "",
    }


def _print_data(one: Given) -> dict[str, Any]:
    """Sealed so that only the platform's print component could read it; here nobody can."""
    sealed = base64.b64encode(hashlib.sha384(one.number.encode()).digest() * 6).decode()
    signed = hashlib.sha256(sealed.encode()).hexdigest()
    return {"order_id": one.orders[0], "track_no": one.number, "print_data": sealed, "sign": signed}
