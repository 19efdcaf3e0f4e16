"""What the platform does for each method it knows."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

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

from .printing import print_data
from .refused import Refused, business, invalid

Answer = Callable[[Counter, Mapping[str, str]], dict[str, Any]]

REQUEST = "param_waybill_cloud_print_apply_new_request"
DIRECT, FRANCHISED = 1, 2
TEMPLATES = "http://cloudprint.example.test/template/standard"


def get(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """Numbers for up to ten parcels, all of them or none."""
    asked = orjson.loads(given.get(REQUEST, "") or "null")
    if not isinstance(asked, dict):
        raise Refused(40, f"Missing required arguments:{REQUEST}")
    try:
        branch = counter.numbers.branch(asked.get("cp_code", ""), asked.get("shipping_branch_code", ""))
    except BranchUnknown:
        raise business("subscription", "商家未订购该物流公司的电子面单服务") from None
    parcels = asked.get("trade_order_info_dtos") or []
    _check(asked, parcels, branch)
    wanted = [
        Wanted(
            f"{branch.carrier} {sorted(parcel['order_info']['trade_order_list'])} {parcel['package_info'].get('id')}",
            parcel["order_info"]["trade_order_list"],
            asked | {"trade_order_info_dtos": [parcel]},
            int(parcel["package_info"].get("total_packages_count", 1)),
        )
        for parcel in parcels
    ]
    try:
        numbers = counter.numbers.give(branch, wanted)
    except PoolEmpty:
        raise business("quantity", "商家电子面单余额不足，请联系网点充值") from None
    modules = [
        _module(parcel["object_id"], one, number, parcel["template_url"])
        for parcel, one in zip(parcels, numbers, strict=True)
        for number in (one.number, *one.children)
    ]
    return {"modules": {"waybill_cloud_print_response": counter.told(modules)}}


def cancel(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """One number is void."""
    try:
        counter.numbers.cancel(given.get("cp_code", ""), given.get("waybill_code", ""))
    except NumberUnknown:
        raise business("unknown", "面单号不存在") from None
    except NumberCancelled:
        raise business("cancelled", "该面单号已取消，请勿重复操作") from None
    except NumberCollected:
        raise business("collected", "该运单已揽收，不允许取消") from None
    return {"cancel_result": True}


def by_order(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """Every number in force that an order travels under, told under the name of the question."""
    questions = orjson.loads(given.get("param_list", "") or "[]")
    pairs: list[tuple[str, Given | None]] = []
    for one in questions:
        numbers = list(counter.numbers.of_order(one["biz_sub_code"]))
        pairs += [(one["object_id"], number) for number in numbers] or [(one["object_id"], None)]
    return _found(pairs)


def by_number(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """What is known of each number."""
    questions = orjson.loads(given.get("param_list", "") or "[]")
    known = counter.numbers.given
    return _found([(one["object_id"], known.get(one["waybill_code"])) for one in questions])


def search(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """The seller's branches, with numbers left and registered addresses."""
    asked = given.get("cp_code", "")
    branches = [branch for branch in counter.numbers.branches if asked in ("", branch.carrier)]
    return {
        "waybill_apply_subscription_cols": {
            "waybill_apply_subscription_info": [
                {
                    "cp_code": branch.carrier,
                    "cp_type": DIRECT if branch.left is None else FRANCHISED,
                    "branch_account_cols": {"waybill_branch_account": [_branch(branch)]},
                }
                for branch in branches
            ]
        }
    }


def templates(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """Two standard labels for each carrier."""
    rows = [
        {
            "cp_code": branch.carrier,
            "standard_templates": {
                "standard_template_do": [
                    {
                        "standard_template_id": 100 * place + kind,
                        "standard_template_name": f"{branch.carrier}{name}",
                        "standard_template_url": f"{TEMPLATES}/{100 * place + kind}",
                        "standard_waybill_type": kind,
                    }
                    for kind, name in ((1, "标准模板"), (6, "一联单"))
                ]
            },
        }
        for place, branch in enumerate(counter.numbers.branches, start=1)
    ]
    return {"result": {"success": True, "datas": {"standard_template_result": rows}}}


METHODS: Mapping[str, Answer] = {
    "cainiao.cloudprint.stdtemplates.get": templates,
    "cainiao.waybill.ii.get": get,
    "cainiao.waybill.ii.cancel": cancel,
    "cainiao.waybill.ii.query.by.tradecode": by_order,
    "cainiao.waybill.ii.query.by.waybillcode": by_number,
    "cainiao.waybill.ii.search": search,
}


def _check(asked: Mapping[str, Any], parcels: list[Mapping[str, Any]], branch: Branch) -> None:
    if not 1 <= len(parcels) <= 10:
        raise invalid("trade_order_info_dtos", "请求面单信息数量必须在1到10之间")
    if len({parcel.get("object_id") for parcel in parcels}) < len(parcels):
        raise invalid("object_id", "请求id重复")
    sender = asked.get("sender") or {}
    if (sender.get("address") or {}) not in branch.senders:
        raise business("sender", "发货地址不在订购关系的发货地址中")
    for parcel in parcels:
        order, package = parcel.get("order_info") or {}, parcel.get("package_info") or {}
        recipient = parcel.get("recipient") or {}
        if not 1 <= len(order.get("trade_order_list") or []) <= 100:
            raise invalid("trade_order_list", "订单列表数量必须在1到100之间")
        if not 1 <= len(package.get("items") or []) <= 100:
            raise invalid("items", "商品列表数量必须在1到100之间")
        if not parcel.get("template_url") or not parcel.get("user_id"):
            raise invalid("template_url", "模板或使用者不能为空")
        if recipient.get("oaid") and not recipient.get("tid"):
            raise invalid("tid", "传oaid时tid不能为空")
        if (
            not recipient.get("oaid")
            and not recipient.get("caid")
            and not (recipient.get("address") or {}).get("detail")
        ):
            raise business("recipient", "收件人详细地址不能为空")


def _module(name: str, one: Given, number: str, template_url: str) -> dict[str, Any]:
    module = {
        "object_id": name,
        "waybill_code": number,
        "cp_code": one.carrier,
        "print_data": print_data(number, template_url),
    }
    return module | ({"parent_waybill_code": one.number} if one.children else {})


def _found(pairs: list[tuple[str, Given | None]]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for name, one in pairs:
        if one is None:
            rows.append({"object_id": name, "success": False, "error_code": "404", "error_message": "面单不存在"})
            continue
        template_url = one.asked["trade_order_info_dtos"][0]["template_url"]
        module = _module(name, one, one.number, template_url)
        rows.append({"object_id": name, "success": True, "waybill_cloud_print_response": module})
    return {"modules": {"waybill_cloud_print_with_result_desc_response": rows}}


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "branch_code": branch.code,
        "branch_name": branch.name,
        "branch_status": 1,
        "segment_code": branch.segment,
        "quantity": branch.left or 0,
        "allocated_quantity": branch.used,
        "cancel_quantity": branch.cancelled,
        "print_quantity": branch.used,
        "shipp_address_cols": {"address_dto": list(branch.senders)},
        "service_info_cols": {"service_info_dto": [{"service_code": "SVC-COD", "service_name": "代收货款"}]},
    }
