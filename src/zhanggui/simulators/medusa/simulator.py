"""The shop, at `/admin` and `/auth`."""

import hmac
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.keys import Keys
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json, part_of

from .goods import LOCATION, Goods
from .orders import Orders
from .refusing import Refused, invalid
from .words import line_numbers, number_from

KEY, SHOP = "sk_demo", "掌柜示例小店"
EMAIL, PASSWORD = "admin@example.test", "medusa-demo-password"
Ask = Callable[[Request], Any]
ORDER = "/admin/orders/<number>"


class MedusaSimulator:
    """A secret key never ends, but its owner may revoke it. Who signs in with a password gets a token."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        market.keys = Keys(market.clock, lasts=timedelta(days=36_500))
        self.orders, self.goods = Orders(market), Goods(market)
        self.server = Server(self._doors(), script_of(market), clock=market.clock)

    def _doors(self) -> dict[str, Door]:
        orders, goods = self.orders, self.goods
        return {
            "POST /auth/user/emailpass": Door(lambda _: "login", lambda request, _: self._sign_in(request)),
            "GET /admin/stores": self._door(
                "stores", lambda _: {"stores": [{"id": "store_01DEMO", "name": SHOP}], "count": 1}
            ),
            "GET /admin/stock-locations": self._door(
                "locations", lambda _: {"stock_locations": [{"id": LOCATION, "name": "杭州仓"}], "count": 1}
            ),
            "GET /admin/orders": self._door("orders", lambda asked: orders.list(asked.args)),
            f"GET {ORDER}": self._door("order", lambda asked: {"order": orders.shown(orders.find(_id(asked)))}),
            f"POST {ORDER}": self._door("change_order", lambda asked: orders.update(_id(asked), _body(asked))),
            f"POST {ORDER}/cancel": self._door("cancel", lambda asked: orders.cancel(_id(asked))),
            f"POST {ORDER}/fulfillments": self._door("pack", lambda asked: orders.pack(_id(asked), _body(asked))),
            f"POST {ORDER}/fulfillments/<key>/shipments": self._door(
                "send", lambda asked: orders.send(_id(asked), part_of(asked, "key"), _body(asked))
            ),
            f"POST {ORDER}/fulfillments/<key>/cancel": self._door(
                "undo", lambda asked: orders.undo(_id(asked), part_of(asked, "key"))
            ),
            f"POST {ORDER}/fulfillments/<key>/mark-as-delivered": self._door(
                "deliver", lambda asked: orders.deliver(_id(asked), part_of(asked, "key"))
            ),
            "GET /admin/product-variants": self._door(
                "variants", lambda asked: goods.variants(asked.args, asked.args.getlist("id[]"))
            ),
            "POST /admin/products/<product>/variants/batch": self._door(
                "change_variants", lambda asked: goods.change_variants(part_of(asked, "product"), _body(asked))
            ),
            "POST /admin/inventory-items/location-levels/batch": self._door(
                "change_levels", lambda asked: goods.change_levels(_body(asked))
            ),
        }

    def _door(self, call: str, ask: Ask) -> Door:
        return Door(lambda _: call, lambda request, fault: self._answer(request, fault, ask))

    def _answer(self, request: Request, fault: Fault | None, ask: Ask) -> Response:
        try:
            if fault is not None:
                raise invalid(fault.sentence)
            if banned := self.market.banned_s():
                raise Refused(429, "", "Too Many Requests", wait_s=banned)
            self._check(request)
            content = ask(request)
        except Refused as refused:
            response = in_json(refused.content, refused.status)
            if refused.wait_s:
                response.headers["Retry-After"] = str(refused.wait_s)
            return response
        return _with_raw_characters(in_json(content))

    def _check(self, request: Request) -> None:
        told = request.headers.get("Authorization", "")
        who = request.authorization
        if told.startswith("Basic ") and who is not None:
            is_known = hmac.compare_digest(str(who.get("username") or ""), KEY)
        else:
            is_known = hmac.compare_digest(told, f"Bearer {self.market.keys.token}")
        if not is_known or not self.market.keys.is_good(self.market.keys.token):
            raise Refused(401, "", "Unauthorized")

    def _sign_in(self, request: Request) -> Response:
        body = _body(request)
        if (body.get("email"), body.get("password")) != (EMAIL, PASSWORD):
            return in_json({"type": "unauthorized", "message": "Invalid email or password"}, 401)
        return in_json({"token": self.market.keys.token})


def _id(request: Request) -> str:
    return part_of(request, "number")


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as wrong:
        raise invalid("Invalid request: Unexpected token in JSON") from wrong
    if not isinstance(body, dict):
        raise invalid("Invalid request: Expected type: 'object'")
    return body


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
