"""The platform with one shop on it, which has numbers at some branches."""

import uuid

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.server import Door, in_json

from .gateway import Refused, check, received
from .methods import METHODS

CLIENT_ID, CLIENT_SECRET, ACCESS_TOKEN, OWNER_ID = "pdd-demo", "pdd-demo-secret", "token-waybill-01", "900001"

YIWU = {"province": "浙江省", "city": "金华市", "district": "义乌市", "detail": "示例路88号"}


def branches(left: int = 5000) -> list[Branch]:
    """What the shop of the demonstration has signed up for."""
    return [
        Branch("ZTO", "57901", "义乌示例中通网点", "76{:012d}", left, senders=[YIWU]),
        Branch("YTO", "579002", "义乌示例圆通网点", "YT{:013d}", left, senders=[YIWU]),
        Branch("JTSD", "579005", "义乌示例极兔网点", "JT{:013d}", left, senders=[YIWU]),
        Branch("SF", "579SF", "顺丰速运月结", "SF2{:012d}", None, senders=[YIWU]),
    ]


class PinduoduoSimulator(Counter):
    """Serves `/api/router`."""

    def __init__(self, numbers: Numbers | None = None, *, clock: Clock | None = None) -> None:
        doors = {"/api/router": Door(lambda request: received(request).get("type", ""), self._answer)}
        super().__init__(numbers or Numbers(branches()), doors=doors, clock=clock or Clock())

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault is not None:
                raise Refused(int(fault.code or 50001), "业务服务错误", fault.sentence)
            given = received(request)
            token = ACCESS_TOKEN if self.is_session_good else ""
            check(given, client_id=CLIENT_ID, secret=CLIENT_SECRET, token=token, now=self.server.clock())
            answer = METHODS.get(given["type"])
            if answer is None:
                raise Refused(10017, "type错误")
            content = answer(self, given) | {"request_id": uuid.uuid4().hex[:16]}
            return in_json({given["type"].replace(".", "_") + "_response": content})
        except Refused as refused:
            return in_json({"error_response": refused.content | {"request_id": uuid.uuid4().hex[:16]}})
        except orjson.JSONDecodeError:
            return in_json({"error_response": Refused(10000, "参数错误").content})
