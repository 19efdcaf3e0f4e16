"""The platform with one shop on it."""

import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json

from . import aftersales, goods, listing, shipping
from .gateway import WITHOUT_TOKEN, Refused, check_signed, check_token, parameters, received
from .messages import Messages
from .orders import line_numbers, number_from
from .tokens import Tokens

APP_KEY, APP_SECRET = "7000000000000000001", "dy-demo-secret"
ACCESS_TOKEN, REFRESH_TOKEN = "token-demo-00", "refresh-demo-00"


class DouyinSimulator:
    """Serves one path for each method."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        self.tokens = Tokens(self.market)
        self.messages = Messages(self.market, app_key=APP_KEY, secret=APP_SECRET)
        self._methods = {
            "order.searchList": listing.search,
            "order.orderDetail": listing.detail,
            "order.addOrderRemark": listing.remark,
            "order.logisticsAdd": shipping.ship_whole,
            "order.logisticsAddMultiPack": shipping.Packs().ship,
            "order.logisticsCompanyList": shipping.companies,
            "afterSale.List": aftersales.cases,
            "product.listV2": goods.products,
            "sku.list": goods.skus,
            "sku.syncStock": goods.write_stock,
            "sku.syncStockBatch": goods.write_stocks,
            "sku.editPrice": goods.write_price,
            "token.create": lambda _, asked: self.tokens.create(asked),
            "token.refresh": lambda _, asked: self.tokens.refresh(asked),
        }
        door = Door(lambda request: request.args.get("method", ""), self._answer)
        doors = {f"/{method.replace('.', '/')}": door for method in self._methods}
        self.server = Server(doors, script_of(self.market) | {"push": self._push}, clock=self.market.clock)

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        mark = {"log_id": uuid.uuid4().hex}
        try:
            if fault is not None:
                raise Refused(int(fault.code or 50002), "业务处理失败", "", fault.sentence)
            data = self._done(request)
        except Refused as refused:
            return in_json(refused.content | {"data": None} | mark)
        # Older callers read `err_no`, newer ones `code`.
        answer = {"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "err_no": 0, "data": data}
        return _with_raw_characters(in_json(answer | mark))

    def _done(self, request: Request) -> Any:
        given = received(request)
        now = self.market.clock()
        check_signed(given, app_key=APP_KEY, secret=APP_SECRET, path=request.path, now=now)
        if given["method"] not in WITHOUT_TOKEN:
            check_token(given, is_known=self.tokens.is_known, is_good=self.tokens.is_good)
        banned = self.market.banned_s()
        if banned:
            raise Refused(60000, "请求被限流", "isv.traffic-limited", f"请求过于频繁，请{banned}秒后重试")
        return self._methods[given["method"]](self.market, parameters(given))

    def _push(self, given: Mapping[str, Any]) -> Any:
        """What waits is told to `address`, `again` all of it, `forged` signed wrongly; then by itself."""
        if "address" in given:
            self.messages.tell(str(given["address"]))
        received = self.messages.deliver(again=bool(given.get("again")), forged=bool(given.get("forged")))
        return {"address": self.messages.address, "received": received}


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw, as the platform really sends them."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
