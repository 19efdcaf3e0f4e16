"""The platform with one shop on it."""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json

from . import goods, listing, refunds, shipping
from .gateway import Asked, Refused, check_signed, check_token, parameters, received
from .orders import number_from
from .tokens import Tokens

APP_KEY, APP_SECRET = "jd-shop-demo", "jd-shop-demo-secret"
ACCESS_TOKEN, REFRESH_TOKEN = "token-demo-00", "refresh-demo-00"

METHODS: Mapping[str, Callable[[Market, Asked], dict[str, Any]]] = {
    "jingdong.pop.order.search": listing.search,
    "jingdong.pop.order.get": listing.detail,
    "jingdong.pop.order.modifyVenderRemark": listing.remark,
    "jingdong.vender.shop.query": listing.shop,
    "jingdong.pop.order.shipment": shipping.ship,
    "360buy.delivery.logistics.get": shipping.companies,
    "jingdong.pop.afs.soa.refundapply.queryPageList": refunds.applications,
    "jingdong.asc.serviceAndRefund.view": refunds.services,
    "jingdong.b2c.shop.aftersales.refund.get": refunds.money,
    "jingdong.sku.read.searchSkuList": goods.skus,
    "jingdong.stock.write.updateSkuStock": goods.write_stock,
    "jingdong.ware.stock.sku.set": goods.write_stocks,
    "jingdong.price.write.updateSkuJdPrice": goods.write_price,
}


class JDShop:
    """Serves `/routerjson` and the renewal of the token."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        self.market = Market(clock=clock, seed=seed, numbers=number_from)
        tokens = Tokens(self.market, app_key=APP_KEY, secret=APP_SECRET)
        gateway = Door(lambda request: received(request).get("method", ""), self._answer)
        doors = {
            "GET|POST /routerjson": gateway,
            "GET|POST /oauth2/refresh_token": Door(lambda _: "refresh_token", tokens.answer),
        }
        self.server = Server(doors, script_of(self.market), clock=self.market.clock)

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        try:
            if fault is not None:
                raise Refused(int(fault.code or 33), fault.sentence or "处理超时", "told to")
            given = received(request)
            check_signed(given, app_key=APP_KEY, secret=APP_SECRET, now=self.market.clock())
            check_token(given, self.market.keys)
            method = given["method"]
            if method not in METHODS:
                raise Refused(15, "无效方法名", "Invalid method")
            if self.market.banned_s():
                raise Refused(2, "应用调用次数超限", "App call limited")
            content = METHODS[method](self.market, parameters(given))
        except Refused as refused:
            return in_json({"error_response": refused.content})
        return _with_raw_characters(in_json({_root(method): {"code": "0", **content}}))


def _root(method: str) -> str:
    """Misspelt, as the platform does."""
    return method.replace(".", "_") + "_responce"


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
