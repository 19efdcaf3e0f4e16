"""/label/order: numbers of carriers, and taking them back."""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.faults import Fault
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
from zhanggui.simulators.stage.server import in_json

from .signing import is_signed

PARTNER_KEY = "demo-partner-key"
LONGEST_ORDER_ID = 32
PLACED_BEFORE = 30011


class Refused(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


SAID = {
    PoolEmpty: "电子面单单号余额不足",
    BranchUnknown: "电子面单账号不存在",
    NumberCancelled: "该运单已取消，请勿重复取消",
    NumberCollected: "快件已揽收，无法取消",
    NumberUnknown: "运单号不存在",
}


class Labels:
    """The address where labels are ordered."""

    def __init__(
        self, numbers: Numbers, journeys: Journeys, *, key: str, secret: str, clock: Callable[[], datetime]
    ) -> None:
        self._numbers = numbers
        self._journeys = journeys
        self._key = key
        self._secret = secret
        self._clock = clock

    def call(self, request: Request) -> str:
        return f"label:{request.values.get('method', '')}"

    def answer(self, request: Request, fault: Fault | None) -> Response:
        form = request.values.to_dict()
        try:
            if fault:
                raise Refused(int(fault.code), fault.sentence)
            return in_json({"success": True, "message": "success"} | self._done(form))
        except Refused as refused:
            return in_json({"success": False, "code": refused.code, "message": refused.message})

    def _done(self, form: Mapping[str, str]) -> dict[str, Any]:
        signed = [form.get(name, "") for name in ("param", "t")] + [self._key, self._secret]
        if form.get("key") != self._key or not is_signed(signed, form.get("sign", "")):
            raise Refused(30001, "验证签名失败")
        try:
            param = json.loads(form["param"])
        except ValueError:
            raise Refused(30002, "param格式错误") from None
        act = {"order": self._order, "cancel": self._cancel}.get(form.get("method", ""))
        if not act or param.get("partnerKey") != PARTNER_KEY:
            raise Refused(30002, "电子面单客户账号或密码错误")
        try:
            return act(param)
        except tuple(SAID) as said:
            raise Refused(30002, SAID[type(said)]) from said

    def _order(self, param: dict[str, Any]) -> dict[str, Any]:
        for who in ("recMan", "sendMan"):
            person = param.get(who) or {}
            if not (person.get("name") and person.get("printAddr") and (person.get("mobile") or person.get("tel"))):
                raise Refused(30002, f"{who}信息不完整")
        order_id = str(param.get("orderId") or "")
        if not 0 < len(order_id) <= LONGEST_ORDER_ID:
            raise Refused(30002, "orderId长度不正确")
        branch = self._numbers.branch(param["kuaidicom"], param.get("partnerId", ""))
        identity = uuid.uuid4().hex if param.get("reorder") else order_id
        (given,) = self._numbers.give(branch, [Wanted(identity, [order_id], param, int(param.get("count") or 1))])
        self._journeys.begin(given.number, self._clock())
        return {"code": 200 if given.times_asked == 1 else PLACED_BEFORE, "data": _shown(given, param)}

    def _cancel(self, param: dict[str, Any]) -> dict[str, Any]:
        given = self._numbers.find(param["kuaidicom"], str(param.get("kuaidinum")))
        if param.get("orderId") != f"C{given.number}":
            raise Refused(30002, "orderId与下单返回的kdComOrderNum不一致")
        if given.state == "given" and self._journeys.happened(given.number, self._clock()):
            self._numbers.collect(given.number)
        self._numbers.cancel(param["kuaidicom"], given.number)
        return {"code": 200, "data": None}


def _shown(given: Given, param: Mapping[str, Any]) -> dict[str, Any]:
    is_drawn = param.get("printType") in {"HTML", "IMAGE"}
    return {
        "taskId": f"T{given.number}",
        "kuaidinum": given.number,
        "childNum": ",".join(given.children) or None,
        "returnNum": None,
        "label": f"https://api.kuaidi100.com/label/{given.number}.html" if is_drawn else None,
        "bulkpen": "杭州 571",
        "orgName": "深圳",
        "destName": "杭州",
        "destSortingCode": "300-A01 02",
        "pkgName": "杭州集散",
        "pkgCode": "P571",
        "qrCode": "",
        "kdComOrderNum": f"C{given.number}",
    }
