"""The platform with one seller on it, who has numbers at some branches."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.server import Door, in_json

from .gateway import check, received
from .link import LinkRefused
from .link import answer as answer_link
from .methods import METHODS
from .refused import Refused

APP_KEY, APP_SECRET, SESSION, USER_ID = "20001234", "demo-secret", "sess-waybill-01", "2200000001234"
TOKEN = "link-token-01"

YIWU = {"province": "浙江省", "city": "金华市", "district": "义乌市", "town": "江东街道", "detail": "示例路88号"}


def branches(left: int = 5000) -> list[Branch]:
    """What the seller of the demonstration has signed up for."""
    return [
        Branch("ZTO", "57901", "义乌示例中通网点", "75{:012d}", left, senders=[YIWU]),
        Branch("YTO", "579002", "义乌示例圆通网点", "YT{:013d}", left, senders=[YIWU]),
        Branch("YUNDA", "579003", "义乌示例韵达网点", "31{:013d}", left, senders=[YIWU]),
        Branch("SF", "579SF", "顺丰速运月结", "SF1{:012d}", None, senders=[YIWU]),
    ]


class CainiaoSimulator(Counter):
    """Serves `/router/rest` and, for the same account, `/gateway/link.do`."""

    def __init__(self, numbers: Numbers | None = None, *, clock: Clock | None = None) -> None:
        doors = {
            "/router/rest": Door(lambda request: received(request).get("method", ""), self._answer),
            "/gateway/link.do": Door(lambda request: received(request).get("msg_type", ""), self._answer_link),
        }
        super().__init__(numbers or Numbers(branches()), doors=doors, clock=clock or Clock())

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault is not None:
                raise Refused(int(fault.code or 15), "Remote service error", "isv.told-to", fault.sentence)
            given = received(request)
            session = SESSION if self.is_session_good else ""
            check(given, app_key=APP_KEY, secret=APP_SECRET, session=session, now=self.server.clock())
            method = given["method"]
            answer: Callable[[Counter, Mapping[str, str]], dict[str, Any]] | None = METHODS.get(method)
            if answer is None:
                raise Refused(22, "Invalid method")
            content = answer(self, given) | {"request_id": uuid.uuid4().hex[:12]}
            return in_json({method.replace(".", "_") + "_response": content})
        except Refused as refused:
            return in_json({"error_response": refused.content | {"request_id": uuid.uuid4().hex[:12]}})
        except orjson.JSONDecodeError:
            return in_json({"error_response": Refused(41, "Invalid arguments").content})

    def _answer_link(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault is not None:
                raise LinkRefused(fault.code or "S07", fault.sentence)
            token = TOKEN if self.is_session_good else ""
            return in_json(answer_link(self, received(request), secret=APP_SECRET, token=token))
        except LinkRefused as refused:
            return in_json(refused.content)
