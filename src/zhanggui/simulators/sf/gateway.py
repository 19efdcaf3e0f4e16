"""/std/service: one call from its form to its answer, checked in the platform's order."""

import json
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import in_json

from .offered import Services
from .refused import Refused
from .signing import is_signed

PUBLIC = ("partnerID", "requestID", "serviceCode", "timestamp", "msgData")


class Gateway:
    """Checks who calls, and hands the business data on. `per_second` is the limit per service, 0 for none."""

    def __init__(self, services: Services, *, partner: str, checkword: str, clock: Callable[[], datetime]) -> None:
        self.partner = partner
        self.checkword = checkword
        self.per_second = 0
        self._services = services
        self._clock = clock
        self._this_second: tuple[int, Counter[str]] = (0, Counter())

    def call(self, request: Request) -> str:
        return request.form.get("serviceCode", "")

    def answer(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault:
                raise Refused(fault.code, fault.sentence)
            given = self._business(request.form.to_dict())
        except Refused as refused:
            if refused.is_gateway:
                return in_json(_envelope(refused.code, refused.sentence, None))
            given = {"success": False, "errorCode": refused.code, "errorMsg": refused.sentence, "msgData": None}
        return in_json(_envelope("A1000", "", json.dumps(given, ensure_ascii=False)))

    def _business(self, form: dict[str, str]) -> dict[str, Any]:
        if not all(form.get(name) for name in PUBLIC) or not form.get("msgDigest"):
            raise Refused("A1001", "必传参数不可为空")
        service = self._services.by_code.get(form["serviceCode"])
        if form["partnerID"] != self.partner or not service:
            raise Refused("A1004", "无对应服务权限")
        self._check_rate(form["serviceCode"])
        if not is_signed(form["msgData"], form["timestamp"], form["msgDigest"], self.checkword):
            raise Refused("A1006", "数字签名无效")
        try:
            asked = json.loads(form["msgData"])
        except ValueError:
            raise Refused("A1001", "msgData不是JSON") from None
        return {"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": service(asked, self._clock())}

    def _check_rate(self, code: str) -> None:
        second = int(time.monotonic())
        if self._this_second[0] != second:
            self._this_second = (second, Counter())
        self._this_second[1][code] += 1
        if self.per_second and self._this_second[1][code] > self.per_second:
            raise Refused("A1005", "流量管控")


def _envelope(code: str, sentence: str, data: str | None) -> dict[str, Any]:
    return {
        "apiErrorMsg": sentence,
        "apiResponseID": uuid.uuid4().hex.upper(),
        "apiResultCode": code,
        "apiResultData": data,
    }
