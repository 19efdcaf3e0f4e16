"""What the platform does for each call it knows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.numbers import (
    Branch,
    BranchUnknown,
    NumberCancelled,
    NumberCollected,
    NumberUnknown,
    PoolEmpty,
    Wanted,
)

from .gateway import Refused, business
from .printing import print_data

Answer = Callable[[Counter, Mapping[str, str]], dict[str, Any]]

REQUEST = "param_waybill_cloud_print_apply_new_request"
DIRECT, FRANCHISED = 1, 2


def get(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """Numbers for up to ten parcels, all of them or none."""
    asked = orjson.loads(given.get(REQUEST, "") or "null")
    if not isinstance(asked, dict) or not asked.get("wp_code"):
        raise Refused(10000, f"参数错误:{REQUEST}")
    try:
        branch = counter.numbers.branch(asked["wp_code"])
    except BranchUnknown:
        raise business("未开通该快递公司的电子面单服务") from None
    parcels = asked.get("trade_order_info_dtos") or []
    _check(asked, parcels, branch)
    wanted = [
        Wanted(
            f"{branch.carrier} {sorted(one['order_info']['trade_order_list'])} {one['package_info'].get('id')}",
            one["order_info"]["trade_order_list"],
            asked | {"trade_order_info_dtos": [one]},
        )
        for one in parcels
    ]
    try:
        numbers = counter.numbers.give(branch, wanted)
    except PoolEmpty:
        raise business("电子面单余额不足，请充值后重试") from None
    modules = [
        {
            "object_id": one["object_id"],
            "waybill_code": number.number,
            "parent_waybill_code": "",
            "print_data": print_data(number.number, one["template_url"]),
        }
        for one, number in zip(parcels, numbers, strict=True)
    ]
    return {"modules": counter.told(modules)}


def cancel(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """One number is void."""
    try:
        counter.numbers.cancel(given.get("wp_code", ""), given.get("waybill_code", ""))
    except NumberUnknown:
        raise business("电子面单号不存在") from None
    except NumberCancelled:
        raise business("面单号已取消") from None
    except NumberCollected:
        raise business("运单已揽收，无法取消") from None
    return {"cancel_result": True}


def by_number(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """What is known of each number; of one that is unknown, nothing."""
    modules = []
    for one in orjson.loads(given.get("param_list", "") or "[]"):
        known = counter.numbers.given.get(one["waybill_code"])
        if known is None or known.carrier != one["wp_code"]:
            continue
        template_url = known.asked["trade_order_info_dtos"][0]["template_url"]
        waybill = {"object_id": one["object_id"], "waybill_code": known.number}
        waybill["print_data"] = print_data(known.number, template_url)
        modules.append({"waybill_cloud_print_response": waybill})
    return {"modules": modules}


def search(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """The shop's branches, with numbers left and registered addresses."""
    asked = given.get("wp_code", "")
    return {
        "waybill_apply_subscription_cols": [
            {
                "wp_code": branch.carrier,
                "wp_type": DIRECT if branch.left is None else FRANCHISED,
                "branch_account_cols": [_branch(branch)],
            }
            for branch in counter.numbers.branches
            if asked in ("", branch.carrier)
        ]
    }


def templates(counter: Counter, given: Mapping[str, str]) -> dict[str, Any]:
    """One standard label for each carrier."""
    asked = given.get("wp_code", "")
    rows = [
        {
            "wp_code": branch.carrier,
            "standard_templates": [
                {
                    "standard_template_id": place,
                    "standard_template_name": f"{branch.carrier}标准模板",
                    "standard_template_url": f"https://pdd.example.test/template/{place}",
                    "standard_waybill_type": 1,
                }
            ],
        }
        for place, branch in enumerate(counter.numbers.branches, start=1)
        if asked in ("", branch.carrier)
    ]
    return {"result": {"datas": rows}}


METHODS: Mapping[str, Answer] = {
    "pdd.cloudprint.stdtemplates.get": templates,
    "pdd.waybill.get": get,
    "pdd.waybill.cancel": cancel,
    "pdd.waybill.query.by.waybillcode": by_number,
    "pdd.waybill.search": search,
}


def _check(asked: Mapping[str, Any], parcels: list[Mapping[str, Any]], branch: Branch) -> None:
    if not 1 <= len(parcels) <= 10:
        raise Refused(10000, "参数错误:trade_order_info_dtos")
    if len({one.get("object_id") for one in parcels}) < len(parcels):
        raise Refused(10000, "参数错误:object_id重复")
    address = (asked.get("sender") or {}).get("address") or {}
    if {name: address.get(name) for name in ("province", "city", "district", "detail")} not in branch.senders:
        raise business("发货地址与网点签约地址不一致")
    for parcel in parcels:
        for name in ("object_id", "template_url", "user_id", "order_info", "package_info"):
            if not parcel.get(name):
                raise Refused(10000, f"参数错误:{name}")
        if not isinstance(parcel["user_id"], int):
            raise Refused(10000, "参数错误:user_id")
        if not 1 <= len(parcel["order_info"].get("trade_order_list") or []) <= 100:
            raise Refused(10000, "参数错误:trade_order_list")
        if not 1 <= len(parcel["package_info"].get("items") or []) <= 100:
            raise Refused(10000, "参数错误:items")
        recipient = parcel.get("recipient")
        if any(word == "" for word in _words(recipient)):
            raise Refused(10000, "参数错误:recipient")
        if recipient is not None and not (recipient.get("address") or {}).get("detail"):
            raise business("收件人详细地址不能为空")


def _words(fields: Any) -> Iterator[Any]:
    for value in (fields or {}).values():
        if isinstance(value, dict):
            yield from _words(value)
        else:
            yield value


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "branch_code": branch.code,
        "branch_name": branch.name,
        "quantity": branch.left or 0,
        "allocated_quantity": branch.used,
        "cancel_quantity": branch.cancelled,
        "recycled_quantity": 0,
        "shipp_address_cols": [{**one, "country": "中国"} for one in branch.senders],
        "service_info_cols": [{"service_code": "SVC-COD", "service_name": "代收货款", "required": False}],
    }
