"""The shop, at `/graphql/`, and its public keys. An answer has all fields the simulator knows, whatever is selected."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Sale, Stage
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.pushing import Message
from zhanggui.simulators.stage.server import Door, Server, in_json

from .words import CHANNEL, WAREHOUSE, gid, line_numbers, number_from, order_of, stamp

TOKEN, SHOP, KEY_ID = "saleor-demo-token", "掌柜示例小店", "demo-key"
MOST_ROWS = 100
_OPEN = {Stage.PAID, Stage.PART_SHIPPED}
Given = Mapping[str, Any]


class Wrong(Exception):
    """A refusal of the whole query."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.content = {"errors": [{"message": message, "extensions": {"exception": {"code": code}}}], "data": None}


class SaleorSimulator:
    """An app with a token. Messages are signed with a key that is made anew with each simulator."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        self._key = generate_private_key(65537, 2048)
        doors = {
            "POST /graphql/": Door(lambda request: _asked(request)[0], self._answer),
            "GET /.well-known/jwks.json": Door(lambda _: "jwks", lambda *_: in_json({"keys": [self._public()]})),
        }
        self.server = Server(doors, script_of(market), clock=market.clock)
        self._fields = {
            "orders": self._orders, "order": self._order, "orderFulfill": self._fulfil,
            "updateMetadata": self._note, "warehouses": self._warehouses, "productVariants": self._variants,
            "stockBulkUpdate": self._stock, "productVariantChannelListingUpdate": self._price, "shop": self._who,
        }  # fmt: skip

    def message(self, number: str, address: str, *, key: RSAPrivateKey | None = None) -> Message:
        """What the shop tells of a change of this sale: `header..signature` over what is posted."""
        body = orjson.dumps(
            {"version": "1", "order": {"id": number, "updatedAt": stamp(self.market.sales[number].modified_at)}}
        )
        head = _coded(orjson.dumps({"alg": "RS256", "kid": KEY_ID, "typ": "JWT"}))
        signature = (key or self._key).sign(head + b"." + _coded(body), PKCS1v15(), SHA256())
        headers = {
            "Saleor-Event": "order_updated",
            "Saleor-Domain": "127.0.0.1",
            "Saleor-Signature": (head + b".." + _coded(signature)).decode(),
        }
        return Message(f"{number} {body!r}", address, body, content_type="application/json", headers=headers)

    def _public(self) -> Given:
        numbers = self._key.public_key().public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        return {
            "kty": "RSA", "key_ops": ["verify"], "alg": "RS256", "use": "sig", "kid": KEY_ID,
            "n": _coded(numbers.n.to_bytes(size)).decode(), "e": _coded(numbers.e.to_bytes(3)).decode(),
        }  # fmt: skip

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        name, given = _asked(request)
        if banned := self.market.banned_s():
            response = in_json({}, 429)
            response.headers["Retry-After"] = str(banned)
            return response
        try:
            if fault is not None:
                raise Wrong(fault.code, fault.sentence)
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                raise Wrong("InvalidTokenError", "Invalid token.")
            if not self.market.keys.is_good(self.market.keys.token):
                raise Wrong("ExpiredSignatureError", "Signature has expired")
            if name not in self._fields:
                raise Wrong("GraphQLError", f'Cannot query field "{name}" on type "Query".')
            data = {name: self._fields[name](given)}
        except Wrong as wrong:
            return in_json(wrong.content, 400)
        if name == "shop":
            data["app"] = {"permissions": [{"code": "MANAGE_ORDERS"}, {"code": "MANAGE_PRODUCTS"}]}
        response = in_json({"data": data})
        response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
        return response

    def _orders(self, given: Given) -> Any:
        size = int(given["first"])
        if size > MOST_ROWS:
            raise Wrong("GraphQLError", "Requesting more than 100 records is not allowed.")
        wanted, sort = given.get("filter") or {}, given.get("sort") or {}
        by_change = sort.get("field") == "LAST_MODIFIED_AT"
        now = self.market.clock()
        first, last = now - timedelta(days=36_500), now + timedelta(days=1)
        since = _moment(wanted.get("updatedAt", {}).get("gte")) or first
        found = self.market.changed(since, last) if by_change else self.market.placed(first, last)
        if days := wanted.get("created"):
            found = [sale for sale in found if days["gte"] <= f"{sale.placed_at:%Y-%m-%d}" <= days["lte"]]
        if after := given.get("after"):
            mark = tuple(orjson.loads(base64.b64decode(after)))
            found = [sale for sale in found if _cursor(sale, by_change) > mark]
        rows = self.market.page(found, 0, size)
        ends = [_cursor(sale, by_change) for sale in found[:size]]
        return {
            "pageInfo": {
                "hasNextPage": len(found) > size,
                "endCursor": base64.b64encode(orjson.dumps(ends[-1])).decode() if ends else None,
            },
            "edges": [{"node": self._shown(sale)} for sale in rows],
        }

    def _order(self, given: Given) -> Any:
        try:
            is_order = base64.b64decode(str(given["id"]), validate=True).startswith(b"Order:")
        except ValueError:
            is_order = False
        if not is_order:
            raise Wrong("GraphQLError", f"Couldn't resolve id: {given['id']}.")
        sale = self.market.sales.get(str(given["id"]))
        return self._shown(sale) if sale else None

    def _shown(self, sale: Sale) -> dict[str, Any]:
        return order_of(sale, spoiled=self.market.spoiled.get(sale.number, ""))

    def _fulfil(self, given: Given) -> Any:
        sale = self.market.sales.get(str(given["order"]))
        if sale is None:
            return _failed("NOT_FOUND", "Couldn't resolve to a node")
        body = given["input"]
        pieces = {str(row["orderLineId"]): sum(int(one["quantity"]) for one in row["stocks"]) for row in body["lines"]}
        if not sale.paid_at:
            return _failed("CANNOT_FULFILL_UNPAID_ORDER", "Cannot fulfill unpaid order.")
        if any(one["warehouse"] != WAREHOUSE for row in body["lines"] for one in row["stocks"]):
            return _failed("NOT_FOUND", "Couldn't resolve to a node: Warehouse")
        try:
            self.market.ship(sale.number, "", str(body.get("trackingNumber", "")), pieces)
        except (AlreadyShipped, Unshippable, KeyError):
            return _failed("FULFILL_ORDER_LINE", "Only 0 items remaining to fulfill.")
        made = order_of(sale)["fulfillments"][-1]
        return {"fulfillments": [made], "errors": []}

    def _note(self, given: Given) -> Any:
        sale = self.market.sales.get(str(given["id"]))
        told = {str(row["key"]): str(row["value"]) for row in given["input"]}
        if sale is not None:
            with self.market.changing(sale.number, "memo"):
                sale.own["metadata"] = sale.own.get("metadata", {}) | told
        elif not base64.b64decode(str(given["id"])).startswith(b"Fulfillment:"):
            return _failed("NOT_FOUND", "Couldn't resolve to a node")
        return {"errors": []}

    def _warehouses(self, _: Given) -> Any:
        return {"edges": [{"node": {"id": WAREHOUSE}}]}

    def _variants(self, given: Given) -> Any:
        wares = sorted(self.market.shelf.all(), key=lambda ware: ware.sku)
        if given.get("ids") is not None:
            wares = [ware for ware in wares if gid("ProductVariant", ware.sku) in given["ids"]]
        start, size = int(given.get("after") or 0), int(given["first"])
        shown = wares[start : start + size]
        return {
            "pageInfo": {"hasNextPage": start + size < len(wares), "endCursor": str(start + size)},
            "edges": [{"node": self._variant(ware)} for ware in shown],
        }

    def _variant(self, ware: Ware) -> dict[str, Any]:
        taken = self._allocated(ware.sku)
        return {
            "id": gid("ProductVariant", ware.sku), "sku": ware.code, "name": ware.spec,
            "product": {"id": gid("Product", ware.item), "name": ware.title},
            "stocks": [{"warehouse": {"id": WAREHOUSE}, "quantity": ware.stock + taken, "quantityAllocated": taken}],
            "channelListings": [{"channel": {"id": CHANNEL, "slug": "demo"}, "price": {"amount": ware.price / 100}}],
        }  # fmt: skip

    def _stock(self, given: Given) -> Any:
        results = []
        for row in given["stocks"]:
            ware = self._ware(row["variantId"])
            if ware is None or row["warehouseId"] != WAREHOUSE:
                results.append({"errors": [{"code": "NOT_FOUND", "message": "Stock was not found."}]})
                continue
            self.market.set_stock(ware.sku, max(int(row["quantity"]) - self._allocated(ware.sku), 0))
            results.append({"errors": []})
        return {"results": results, "errors": []}

    def _price(self, given: Given) -> Any:
        ware = self._ware(given["id"])
        if ware is None:
            return _failed("NOT_FOUND", "Couldn't resolve to a node: ProductVariant")
        for row in given["input"]:
            if row["channelId"] != CHANNEL:
                return _failed("NOT_FOUND", "Couldn't resolve to a node: Channel")
            self.market.shelf.set_price(ware.sku, round(float(row["price"]) * 100))
        return {"errors": []}

    def _who(self, _: Given) -> Any:
        return {"name": SHOP, "domain": {"host": "127.0.0.1"}}

    def _ware(self, own: str) -> Ware | None:
        return next((one for one in self.market.shelf.all() if gid("ProductVariant", one.sku) == own), None)

    def _allocated(self, sku: str) -> int:
        lines = [line for sale in self.market.sales.values() if sale.stage in _OPEN for line in sale.lines]
        return sum(line.pieces - line.shipped for line in lines if line.sku == sku)


def _asked(request: Request) -> tuple[str, Given]:
    """The first field of the query, and the variables."""
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError:
        return "", {}
    found = re.search(r"\{\s*(\w+)", str(body.get("query", "")))
    return (found[1] if found else "", body.get("variables") or {})


def _cursor(sale: Sale, by_change: bool) -> tuple[str, str]:
    return str(stamp(sale.modified_at if by_change else sale.placed_at)), sale.number


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _failed(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"field": None, "code": code, "message": message}], "fulfillments": [], "results": []}


def _coded(told: bytes) -> bytes:
    return base64.urlsafe_b64encode(told).rstrip(b"=")
