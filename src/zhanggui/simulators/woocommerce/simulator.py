"""The shop, at `/wp-json/wc/v3`."""

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

from .authorising import Porter, parameters
from .listing import Paged, list_orders, paged
from .orders import Orders
from .products import Products
from .refusing import Refused, bad_parameter
from .webhooks import Webhooks
from .words import line_numbers, number_from

KEY, SECRET, SHOP = "ck_demo", "cs_demo", "掌柜示例小店"
ROOT = "/wp-json/wc/v3"
Ask = Callable[[Request], Any]


class WooSimulator:
    """A key of WooCommerce never ends, but its owner may take it away."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        market.keys = Keys(market.clock, lasts=timedelta(days=36_500))
        self.orders, self.products = Orders(market), Products(market)
        self.webhooks = Webhooks(market, shown=self.orders.shown)
        self.porter = Porter(KEY, SECRET, clock=market.clock, is_good=lambda: market.keys.is_good(market.keys.token))
        self.server = Server(self._doors(), script_of(market) | {"push": self._push}, clock=market.clock)

    def _doors(self) -> dict[str, Door]:
        orders, products = self.orders, self.products
        return {
            "GET /wp-json": Door(lambda _: "index", lambda _, fault: in_json(self._index())),
            f"GET {ROOT}/orders": self._door("orders", self._list),
            f"GET {ROOT}/orders/<number>": self._door("order", lambda asked: orders.shown(orders.find(_id(asked)))),
            f"PUT|POST {ROOT}/orders/<number>": self._door(
                "change_order", lambda asked: orders.update(_id(asked), _body(asked))
            ),
            f"DELETE {ROOT}/orders/<number>": self._door(
                "delete_order",
                lambda asked: orders.delete(
                    _id(asked), force=parameters(asked).get("force", "").lower() in {"true", "1"}
                ),
            ),
            f"GET {ROOT}/orders/<number>/notes": self._door("notes", lambda asked: orders.notes(_id(asked))),
            f"POST {ROOT}/orders/<number>/notes": self._door(
                "add_note", lambda asked: orders.add_note(_id(asked), _body(asked)), made=True
            ),
            f"GET {ROOT}/orders/<number>/refunds": self._door(
                "refunds", lambda asked: paged(orders.refunds(_id(asked)), parameters(asked))
            ),
            f"POST {ROOT}/orders/<number>/refunds": self._door(
                "refund", lambda asked: orders.refund(_id(asked), _body(asked)), made=True
            ),
            f"GET {ROOT}/products": self._door("products", lambda asked: paged(products.all(), parameters(asked))),
            f"POST {ROOT}/products/batch": self._door(
                "products_batch", lambda asked: products.batch(_body(asked), products.change_product)
            ),
            f"GET {ROOT}/products/<number>": self._door("product", lambda asked: products.product(_id(asked))),
            f"PUT {ROOT}/products/<number>": self._door(
                "change_product", lambda asked: products.change_product(_id(asked), _body(asked))
            ),
            f"GET {ROOT}/products/<number>/variations": self._door(
                "variations", lambda asked: paged(products.variations(_id(asked)), parameters(asked))
            ),
            f"POST {ROOT}/products/<number>/variations/batch": self._door("variations_batch", self._variations),
            f"PUT {ROOT}/products/<number>/variations/<variation>": self._door(
                "change_variation",
                lambda asked: products.change_variation(_id(asked), part_of(asked, "variation"), _body(asked)),
            ),
        }

    def _list(self, asked: Request) -> Paged:
        page = list_orders(self.market, parameters(asked))
        return Paged([self.orders.shown(sale) for sale in page.rows], page.total, page.size)

    def _variations(self, asked: Request) -> dict[str, Any]:
        item = _id(asked)
        return self.products.batch(_body(asked), lambda sku, row: self.products.change_variation(item, sku, row))

    def _door(self, call: str, ask: Ask, *, made: bool = False) -> Door:
        return Door(lambda _: call, lambda request, fault: self._answer(request, fault, ask, made=made))

    def _answer(self, request: Request, fault: Fault | None, ask: Ask, *, made: bool) -> Response:
        try:
            if fault is not None:
                raise Refused(fault.code or "woocommerce_rest_refused", fault.sentence, 400)
            if banned := self.market.banned_s():
                raise Refused("too_many_requests", "Too Many Requests", 429, wait_s=banned)
            self.porter.check(request)
            answer = ask(request)
        except Refused as refused:
            response = in_json(refused.content, refused.status)
            if refused.wait_s:
                response.headers["Retry-After"] = str(refused.wait_s)
            return response
        content = answer.rows if isinstance(answer, Paged) else answer
        response = in_json(_only(content, parameters(request).get("_fields", "")), 201 if made else 200)
        if isinstance(answer, Paged):
            response.headers.extend(answer.headers)
        return _with_raw_characters(response)

    def _index(self) -> dict[str, Any]:
        """What anybody may know of the site."""
        return {
            "name": SHOP,
            "description": "",
            "timezone_string": "Asia/Shanghai",
            "namespaces": ["wp/v2", "wc/v1", "wc/v2", "wc/v3"],
        }

    def _push(self, given: Mapping[str, Any]) -> Any:
        """What waits is told to `address`, `again` all of it, `forged` signed wrongly; then by itself."""
        if "address" in given:
            self.webhooks.tell(str(given["address"]))
        received = self.webhooks.deliver(again=bool(given.get("again")), forged=bool(given.get("forged")))
        return {"address": self.webhooks.address, "received": received, "disabled": self.webhooks.is_disabled}


def _id(request: Request) -> str:
    return part_of(request, "number")


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as wrong:
        raise Refused("rest_invalid_json", "Invalid JSON body passed.", 400) from wrong
    if not isinstance(body, dict):
        raise bad_parameter("body", "body is not of type object.")
    return body


def _only(content: Any, fields: str) -> Any:
    """The fields that were asked for."""
    wanted = set(filter(None, fields.split(",")))
    if not wanted:
        return content
    if isinstance(content, dict):
        return {name: value for name, value in content.items() if name in wanted}
    return [_only(row, fields) for row in content]


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
