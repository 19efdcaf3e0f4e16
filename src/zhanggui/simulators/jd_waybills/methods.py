"""What the platform does for each method it knows."""

import base64
import hashlib
from collections.abc import Callable, Mapping
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

from .gateway import Failed

Answer = Callable[[Counter, Mapping[str, Any]], Any]

PULL = "jingdong.printing.printData.pullData"
FRANCHISED, DIRECT = 2, 1
NEEDED = ("providerCode", "salePlatform", "platformOrderNo", "vendorCode", "vendorOrderCode", "weight", "volume")


def receive(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers for one parcel. The same order of the merchant's gets the numbers it got before."""
    content = asked.get("content") or {}
    content = orjson.loads(content) if isinstance(content, str) else content
    for name in NEEDED:
        if content.get(name) in (None, ""):
            raise Failed(1, f"{name}不能为空")
    to_address = content.get("toAddress") or {}
    for name in ("provinceName", "cityName", "address", "contact", "mobile"):
        if not to_address.get(name):
            raise Failed(1, f"toAddress.{name}不能为空")
    branch = _branch(counter, content)
    wanted = Wanted(
        f"{branch.carrier} {content['platformOrderNo']} {content['vendorOrderCode']}",
        content["platformOrderNo"].split(","),
        content,
        int(content.get("waybillCount", 1)),
    )
    try:
        (given,) = counter.numbers.give(branch, [wanted])
    except PoolEmpty:
        raise Failed(-1, "商家运单号库存不足") from None
    numbers = counter.told([given.number, *given.children])
    return {"platformOrderNo": content["platformOrderNo"], "waybillCodeList": numbers}


def unbind(counter: Counter, asked: Mapping[str, Any]) -> None:
    """One number is void."""
    try:
        counter.numbers.cancel(asked.get("providerCode", ""), asked.get("waybillCode", ""))
    except NumberUnknown:
        raise Failed(-1, "运单号不存在") from None
    except NumberCancelled:
        raise Failed(-1, "运单已解绑") from None
    except NumberCollected:
        raise Failed(-1, "运单已揽收，不能解绑") from None


def big_shot(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """How the carrier sorts the parcel."""
    try:
        counter.numbers.find(asked.get("providerCode", ""), asked.get("waybillCode", ""))
    except NumberUnknown:
        raise Failed(-1, "运单号不存在") from None
    return {
        "waybillCode": asked["waybillCode"],
        "bigShotName": "深圳",
        "bigShotCode": "300",
        "gatherCenterName": "深圳集",
        "gatherCenterCode": "755",
        "branchName": "深圳南山",
        "branchCode": "755001",
        "secondSectionCode": "A01",
        "thirdSectionCode": "02",
    }


def contracts(counter: Counter, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The merchant's signed contracts."""
    if not asked.get("venderCode"):
        raise Failed(1, "venderCode不能为空")
    return [
        {
            "providerId": number,
            "providerCode": branch.carrier,
            "providerName": branch.name,
            "branchCode": branch.code,
            "branchName": branch.name,
            "settlementCode": "" if branch.code else "010K00001",
            "operationType": DIRECT if branch.left is None else FRANCHISED,
            "address": branch.senders[0],
        }
        for number, branch in enumerate(counter.numbers.branches, start=1)
    ]


def stock(counter: Counter, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The numbers left at one branch."""
    branch = _branch(counter, asked)
    return [{"providerCode": branch.carrier, "branchCode": branch.code, "amount": branch.left}]


def pull(counter: Counter, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What prints these numbers, sealed so that only the platform's print component could read it."""
    question = asked.get("param1") or {}
    told = []
    for row in question.get("wayBillInfos") or []:
        number = row.get("wayBillCode", "")
        try:
            counter.numbers.find(question.get("cpCode", ""), number)
        except NumberUnknown:
            told.append({"code": "0", "msg": "运单号不存在", "wayBillNo": number, "perPrintData": ""})
            continue
        sealed = base64.b64encode(hashlib.sha512(f"jd{number}".encode()).digest() * 3).decode()
        told.append({"code": "1", "msg": "成功", "wayBillNo": number, "perPrintData": sealed})
    code, message = ("1", "成功") if told else ("0", "wayBillInfos不能为空")
    return {"code": code, "message": message, "objectId": question.get("objectId"), "prePrintDatas": told}


METHODS: Mapping[str, Answer] = {
    "jingdong.ldop.alpha.waybill.receive": receive,
    "jingdong.ldop.alpha.waybill.api.unbind": unbind,
    "jingdong.ldop.alpha.vendor.bigshot.query": big_shot,
    "jingdong.ldop.alpha.provider.sign.success.info.get": contracts,
    "jingdong.ldop.alpha.vendor.stock.queryByProviderCode": stock,
}


def _branch(counter: Counter, asked: Mapping[str, Any]) -> Branch:
    """The contract meant. A carrier with branches must be asked at one of them."""
    try:
        branch = counter.numbers.branch(asked.get("providerCode", ""), asked.get("branchCode", ""))
    except BranchUnknown:
        raise Failed(1, "商家与承运商未签约") from None
    if branch.code and not asked.get("branchCode"):
        raise Failed(1, "branchCode不能为空")
    return branch
