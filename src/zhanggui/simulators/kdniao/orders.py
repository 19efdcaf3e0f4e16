"""/api/EOrderService: numbers of carriers, and taking them back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanggui.simulators.stage.journeys import Journeys
from zhanggui.simulators.stage.numbers import (
    BranchUnknown,
    Given,
    NumberCancelled,
    NumberCollected,
    Numbers,
    NumberUnknown,
    PoolEmpty,
    Wanted,
)

from .calling import Refused

CUSTOMER_PASSWORD = "demo-customer-password"
SAID = {
    PoolEmpty: "电子面单单号库存不足",
    BranchUnknown: "快递公司客户号不存在",
    NumberCancelled: "该单号已取消，请勿重复取消",
    NumberCollected: "该单号已有物流信息，不允许取消",
    NumberUnknown: "运单号不存在",
}


class Orders:
    """Orders of one account."""

    def __init__(self, numbers: Numbers, journeys: Journeys, clock: Callable[[], datetime]) -> None:
        self._numbers = numbers
        self._journeys = journeys
        self._clock = clock

    def give(self, asked: dict[str, Any]) -> Mapping[str, Any]:
        """1007. An order code is used once: asked again it is refused, together with what was given."""
        self._check_contract(asked)
        for who in ("Sender", "Receiver"):
            person = asked.get(who) or {}
            complete = all(person.get(name) for name in ("Name", "ProvinceName", "CityName", "Address"))
            if not complete or not (person.get("Mobile") or person.get("Tel")):
                raise Refused("101", f"缺少参数[{who}]")
        if not asked.get("Commodity"):
            raise Refused("101", "缺少参数[缺少货物信息]")
        code = asked["OrderCode"]
        try:
            branch = self._numbers.branch(asked["ShipperCode"], asked.get("CustomerName", ""))
            (given,) = self._numbers.give(branch, [Wanted(code, [code], asked, int(asked.get("Quantity") or 1))])
        except tuple(SAID) as said:
            raise Refused("105", SAID[type(said)]) from said
        self._journeys.begin(given.number, self._clock())
        shown = _shown(given, asked)
        if given.times_asked > 1:
            raise Refused("106", "该订单号已下单成功", **shown)
        return {"ResultCode": "100", "Reason": "成功"} | shown

    def cancel(self, asked: dict[str, Any]) -> Mapping[str, Any]:
        """1147."""
        self._check_contract(asked)
        carrier, number = asked["ShipperCode"], str(asked.get("ExpNo"))
        try:
            given = self._numbers.find(carrier, number)
            if given.identity != asked.get("OrderCode"):
                raise Refused("105", "订单编号与运单号不一致")
            if given.state == "given" and self._journeys.happened(number, self._clock()):
                self._numbers.collect(number)
            self._numbers.cancel(carrier, number)
        except tuple(SAID) as said:
            raise Refused("105", SAID[type(said)]) from said
        return {"ResultCode": "100", "Reason": "成功"}

    def _check_contract(self, asked: Mapping[str, Any]) -> None:
        if asked.get("CustomerPwd") != CUSTOMER_PASSWORD:
            raise Refused("105", "快递公司客户号或密码错误")


def _shown(given: Given, asked: Mapping[str, Any]) -> dict[str, Any]:
    order = {
        "OrderCode": asked["OrderCode"],
        "ShipperCode": given.carrier,
        "LogisticCode": given.number,
        "MarkDestination": "杭州 571",
        "SortingCode": "300-A01 02",
        "PackageCode": "P571",
        "OriginName": "深圳",
        "DestinatioName": "杭州",
    }
    page = f"<html><body>{given.number}</body></html>" if asked.get("IsReturnPrintTemplate") == "1" else None
    return {"Order": order, "PrintTemplate": page, "SubOrders": ",".join(given.children) or None}
