"""/poll/query.do and /poll: what is known of a parcel, and who wants to be told."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.clock import written
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.journeys import Happening, Journeys
from zhanggui.simulators.stage.pushing import Message
from zhanggui.simulators.stage.server import in_json

from .signing import is_signed, signature

TOLD_AS = {
    "collected": ("103", "揽收", "【{place}】快递员已揽收"),
    "departed": ("1002", "干线", "快件离开【{place}】转运中心"),
    "arrived": ("1001", "到达派件城市", "快件到达【{place}】"),
    "delivering": ("5", "派件", "【{place}】快递员正在派件"),
    "at_locker": ("501", "投柜或驿站", "快件已暂放【{place}】驿站"),
    "signed": ("301", "本人签收", "您的快件已签收"),
    "trouble": ("206", "无法联系", "收件人电话无法接通"),
    "refused": ("203", "拒收", "收件人拒收"),
    "returning": ("6", "退回", "快件退回中"),
    "returned": ("4", "退签", "发件人已签收退件"),
}
LAST = {"signed", "returned"}


@dataclass(frozen=True)
class Subscribed:
    company: str
    number: str
    callback: str
    salt: str


class Tracks:
    """The addresses where parcels are asked about."""

    def __init__(self, journeys: Journeys, *, key: str, customer: str, clock: Callable[[], datetime]) -> None:
        self.subscribed: dict[tuple[str, str], Subscribed] = {}
        self._journeys = journeys
        self._key = key
        self._customer = customer
        self._clock = clock

    def query(self, request: Request, fault: Fault | None) -> Response:
        form = request.values.to_dict()
        param = form.get("param", "")
        if fault:
            return _no(fault.code, fault.sentence)
        if form.get("customer") != self._customer:
            return _no("400", "提交的数据不完整，或者贵公司没授权")
        if not is_signed([param, self._key, self._customer], form.get("sign", "")):
            return _no("503", "验证签名失败")
        asked = json.loads(param)
        if asked.get("com") == "shunfeng" and len(asked.get("phone") or "") < 4:
            return _no("408", "验证码错误，请输入收件人或寄件人的手机号后四位")
        told = self._journeys.told(asked["num"], self._clock())
        if not told:
            return _no("500", "查询无结果，请隔段时间再查")
        with_codes = str(asked.get("resultv2") or "0") != "0"
        return in_json({"message": "ok", "status": "200"} | _result(asked["com"], asked["num"], told, with_codes))

    def subscribe(self, request: Request, fault: Fault | None) -> Response:
        if fault:
            return _no(fault.code, fault.sentence)
        param = json.loads(request.values.get("param", "{}"))
        parameters = param.get("parameters") or {}
        if param.get("key") != self._key:
            return _no("600", "您不是合法的订阅者")
        if not param.get("company") or not param.get("number") or not parameters.get("callbackurl"):
            return _no("700", "订阅方的订阅数据存在错误")
        wanted = Subscribed(param["company"], param["number"], parameters["callbackurl"], parameters.get("salt", ""))
        if (wanted.company, wanted.number) in self.subscribed:
            return _no("501", "重复订阅")
        self.subscribed[wanted.company, wanted.number] = wanted
        return in_json({"result": True, "returnCode": "200", "message": "提交成功"})

    def messages(self) -> list[Message]:
        """What subscribers have to be told now: all that is known of their parcel, each time."""
        messages = []
        for one in list(self.subscribed.values()):
            told = self._journeys.told(one.number, self._clock())
            if not told:
                continue
            is_over = bool(LAST & {happening.kind for happening in told})
            content = {
                "status": "shutdown" if is_over else "polling",
                "billstatus": "check" if is_over else "got",
                "message": "",
                "lastResult": {"message": "ok", "status": "200"} | _result(one.company, one.number, told, True),
            }
            param = json.dumps(content, ensure_ascii=False)
            form = {"param": param, "sign": signature([param, one.salt])}
            messages.append(Message(param, one.callback, urlencode(form).encode()))
        return messages


def _result(com: str, number: str, told: list[Happening], with_codes: bool) -> dict[str, Any]:
    newest = max(told, key=lambda one: one.at)
    return {
        "nu": number,
        "com": com,
        "state": TOLD_AS[newest.kind][0],
        "ischeck": "1" if newest.kind in LAST else "0",
        "data": [_row(one, with_codes) for one in told],
    }


def _row(one: Happening, with_codes: bool) -> Mapping[str, str]:
    code, name, words = TOLD_AS[one.kind]
    row = {"time": written(one.at), "ftime": written(one.at), "context": words.format(place=one.place)}
    return row | ({"statusCode": code, "status": name, "areaName": one.place} if with_codes else {})


def _no(code: str, message: str) -> Response:
    return in_json({"result": False, "returnCode": code, "message": message})
