"""The platform with one merchant on it, who has contracts with some carriers."""

from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.server import Door, in_json

from .gateway import Failed, Refused, check, parameters, received
from .methods import METHODS, PULL, pull

APP_KEY, APP_SECRET, ACCESS_TOKEN, VENDOR_CODE = "jd-demo", "jd-demo-secret", "token-waybill-01", "42463"

YIWU = {
    "provinceName": "浙江",
    "cityName": "金华市",
    "countryName": "义乌市",
    "countrysideName": "江东街道",
    "address": "示例路88号",
}


def branches(left: int = 5000) -> list[Branch]:
    """What the merchant of the demonstration has signed up for."""
    return [
        Branch("ZTO", "57901", "义乌示例中通网点", "78{:012d}", left, senders=[YIWU]),
        Branch("YUNDA", "579003", "义乌示例韵达网点", "32{:013d}", left, senders=[YIWU]),
        Branch("JTSD", "579005", "义乌示例极兔网点", "JT{:013d}", left, senders=[YIWU]),
        Branch("JD", "", "京东快递", "JDVA{:011d}", None, senders=[YIWU]),
    ]


class JDSimulator(Counter):
    """Serves `/routerjson`."""

    def __init__(self, numbers: Numbers | None = None, *, clock: Clock | None = None) -> None:
        doors = {"/routerjson": Door(lambda request: received(request).get("method", ""), self._answer)}
        super().__init__(numbers or Numbers(branches()), doors=doors, clock=clock or Clock())

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault is not None:
                raise Refused(int(fault.code or 33), fault.sentence, "told to")
            given = received(request)
            token = ACCESS_TOKEN if self.is_session_good else ""
            check(given, app_key=APP_KEY, secret=APP_SECRET, token=token, now=self.server.clock())
            method = given["method"]
            if method not in METHODS and method != PULL:
                raise Refused(15, "无效方法名", "Invalid method")
            content = self._content(method, given)
            return in_json({method.replace(".", "_") + "_responce": {"code": "0"} | content})
        except Refused as refused:
            return in_json({"error_response": refused.content})

    def _content(self, method: str, given: dict[str, str]) -> dict[str, Any]:
        if method == PULL:
            return {"returnType": pull(self, parameters(given))}
        try:
            data = METHODS[method](self, parameters(given))
            return {"resultInfo": {"statusCode": 0, "statusMessage": "success", "data": data}}
        except Failed as failed:
            return {"resultInfo": {"statusCode": failed.state, "statusMessage": failed.message, "data": None}}
