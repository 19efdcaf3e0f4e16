"""The platform with one shop on it."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json

from . import aftersales, goods, listing, shipping, tokens
from .gateway import Given, Refused, check_signed, check_token, malformed, received
from .orders import line_numbers, numbering

CLIENT_ID, CLIENT_SECRET = "pdd-shop-demo", "pdd-shop-demo-secret"
ACCESS_TOKEN, REFRESH_TOKEN = "token-demo-00", "refresh-demo-00"

Method = Callable[[Market, Given], dict[str, Any]]


class PinduoduoShop:
    """Serves `/api/router`. An order has one kind of goods, unless the script names several."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        clock = clock or Clock()
        self.market = Market(clock=clock, seed=seed, numbers=numbering(clock), line_numbers=line_numbers, most_lines=1)
        prices = goods.Prices()
        self.methods: dict[str, Method] = {
            "pdd.order.list.get": listing.by_deal,
            "pdd.order.number.list.increment.get": listing.by_change,
            "pdd.order.information.get": listing.detail,
            "pdd.order.status.get": listing.statuses,
            "pdd.order.note.update": listing.note,
            "pdd.mall.info.get": listing.mall,
            "pdd.logistics.companies.get": shipping.companies,
            "pdd.logistics.online.send": shipping.send,
            "pdd.order.upload.extra.logistics": shipping.add,
            "pdd.refund.status.check": shipping.refunds_of,
            "pdd.refund.list.increment.get": aftersales.refunds,
            "pdd.goods.list.get": goods.listed,
            "pdd.goods.detail.get": prices.detail,
            "pdd.goods.quantity.update": goods.write_stock,
            "pdd.goods.sku.price.update": prices.write,
            "pdd.pop.auth.token.create": tokens.create,
            "pdd.pop.auth.token.refresh": tokens.refresh,
        }
        door = Door(_call, self._answer)
        self.server = Server({"GET|POST /api/router": door}, script_of(self.market), clock=clock)

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        mark = {"request_id": uuid.uuid4().hex[:16]}
        try:
            if fault is not None:
                raise Refused(int(fault.code or 50001), "业务服务错误", fault.sentence)
            answer = self._done(request)
        except Refused as refused:
            return in_json({"error_response": refused.content | mark})
        (name,) = answer
        return _with_raw_characters(in_json({name: answer[name] | mark}))

    def _done(self, request: Request) -> Mapping[str, Any]:
        if request.method != "POST":
            raise Refused(10002, "请求方式错误，只支持POST")
        try:
            given = received(request)
        except orjson.JSONDecodeError:
            raise malformed("body") from None
        check_signed(given, client_id=CLIENT_ID, secret=CLIENT_SECRET, now=self.market.clock())
        method = self.methods.get(given["type"])
        if method is None:
            raise Refused(10017, "type不正确")
        check_token(given, self.market.keys)
        if self.market.banned_s():
            raise Refused(70031, "调用过于频繁，请调整调用频率")
        return method(self.market, given)


def _call(request: Request) -> str:
    try:
        return received(request).get("type", "")
    except orjson.JSONDecodeError:
        return ""


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
