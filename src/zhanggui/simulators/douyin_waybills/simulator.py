"""The platform with one shop on it, which has numbers at some branches."""

import uuid

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.counter import Counter
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.numbers import Branch, Numbers
from zhanggui.simulators.stage.server import Door, in_json

from .gateway import Refused, check, parameters, received
from .methods import METHODS

APP_KEY, APP_SECRET, ACCESS_TOKEN = "7000000000000000001", "dy-demo-secret", "token-waybill-01"

YIWU = {
    "province_name": "浙江省",
    "city_name": "金华市",
    "district_name": "义乌市",
    "street_name": "江东街道",
    "detail_address": "示例路88号",
}


def branches(left: int = 5000) -> list[Branch]:
    """What the shop of the demonstration has signed up for."""
    return [
        Branch("zhongtong", "57901", "义乌示例中通网点", "77{:012d}", left, senders=[YIWU]),
        Branch("yuantong", "579002", "义乌示例圆通网点", "YT{:013d}", left, senders=[YIWU]),
        Branch("jtexpress", "579005", "义乌示例极兔网点", "JT{:013d}", left, senders=[YIWU]),
        Branch("shunfeng", "", "顺丰速运", "SF3{:012d}", None, senders=[YIWU]),
    ]


class DouyinSimulator(Counter):
    """Serves one path for each method."""

    def __init__(self, numbers: Numbers | None = None, *, clock: Clock | None = None) -> None:
        door = Door(lambda request: request.args.get("method", ""), self._answer)
        doors = {f"/{method.replace('.', '/')}": door for method in METHODS}
        super().__init__(numbers or Numbers(branches()), doors=doors, clock=clock or Clock())

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        mark = {"log_id": uuid.uuid4().hex}
        try:
            if fault is not None:
                raise Refused(int(fault.code or 50002), "业务处理失败", "", fault.sentence)
            given = received(request)
            token = ACCESS_TOKEN if self.is_session_good else ""
            now = self.server.clock()
            check(given, app_key=APP_KEY, secret=APP_SECRET, token=token, path=request.path, now=now)
            data = METHODS[given["method"]](self, parameters(given))
            return in_json({"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "data": data} | mark)
        except Refused as refused:
            return in_json(refused.content | {"data": None} | mark)
