"""The shop: GraphQL at `/admin/api/<version>/graphql.json`, tokens at `/admin/oauth/access_token`."""

import re
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
from zhanggui.simulators.stage.graphql import Operation, WrongQuery, asked_cost, pick, read_query, real_cost
from zhanggui.simulators.stage.server import Door, Server, in_json, part_of

from .bucket import Bucket
from .bulk import Bulk
from .goods import Goods
from .listing import list_orders
from .refusing import Wrong
from .shipping import Shipping
from .webhooks import DOMAIN, SECRET, Webhooks
from .words import connection, gid, line_numbers, number_from, number_of, order_of

TOKEN, CLIENT_ID = "shpat_demo", "client-demo"
SHOP = "掌柜示例小店"
VERSION = "2026-04"
MOST_POINTS = 1000
MUTATION_POINTS = 10
TOKEN_LASTS_S = 86_399
_VERSION = re.compile(r"\d{4}-(01|04|07|10)|unstable")
_UNAUTHORISED = "[API] Invalid API key or access token (unrecognized login or wrong password)"
Given = Mapping[str, Any]


class ShopifySimulator:
    """One shop with one app. Its token has no end, but its owner may take it away; `most` and `restored` are points."""

    def __init__(
        self, *, clock: Clock | None = None, seed: int | None = None, most: float = 20_000.0, restored: float = 2000.0
    ) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        market.keys = Keys(market.clock, lasts=timedelta(days=36_500))
        market.keys.token = TOKEN
        self.bucket = Bucket(market.clock, most=most, restored=restored)
        self.goods, self.shipping = Goods(market), Shipping(market)
        self.bulk = Bulk(self.goods.variants)
        self.webhooks = Webhooks(market, version=VERSION)
        self.granted: list[str] = ["read_orders", "write_orders", "read_products", "write_products",
                                   "read_inventory", "write_inventory", "read_locations",
                                   "read_merchant_managed_fulfillment_orders",
                                   "write_merchant_managed_fulfillment_orders"]  # fmt: skip
        self.server = Server(
            {
                "POST /admin/api/<version>/graphql.json": Door(_call, self._answer),
                "POST /admin/oauth/access_token": Door(lambda _: "token", self._grant),
                "GET /bulk/<name>": Door(lambda _: "bulk", self._file),
            },
            script_of(market) | {"push": self._push},
            clock=market.clock,
        )

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        version = part_of(request, "version")
        try:
            self._admit(request, version)
            content = self._executed(request, version, fault)
        except Wrong as wrong:
            response = in_json(wrong.content, wrong.status)
            if wrong.wait_s:
                response.headers["Retry-After"] = f"{wrong.wait_s}.0"
            return response
        response = in_json(content)
        response.headers["X-Shopify-API-Version"] = version
        response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
        return response

    def _admit(self, request: Request, version: str) -> None:
        if not _VERSION.fullmatch(version):
            raise Wrong("Not Found", status=404)
        if not self.market.keys.is_good(request.headers.get("X-Shopify-Access-Token", "")):
            raise Wrong(_UNAUTHORISED, status=401)
        if banned := self.market.banned_s():
            raise Wrong("Exceeded 2 calls per second for api client.", status=429, wait_s=banned)

    def _executed(self, request: Request, version: str, fault: Fault | None) -> Any:
        if fault is not None:
            raise Wrong(fault.sentence, fault.code or "INTERNAL_SERVER_ERROR")
        try:
            operation = _asked(request)
            asked = asked_cost(operation.fields) + (MUTATION_POINTS if operation.kind == "mutation" else 0)
            if asked > MOST_POINTS:
                sentence = f"Query cost is {asked}, which exceeds the single query max cost limit ({MOST_POINTS})."
                raise Wrong(sentence, "MAX_COST_EXCEEDED")
            if not self.bucket.take(asked):
                return {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
                        **self._cost(asked, None)}  # fmt: skip
            data = self._data(operation, request, version)
        except WrongQuery as wrong:
            raise Wrong(str(wrong), "undefinedField") from wrong
        real = real_cost(operation.fields, data) + (MUTATION_POINTS if operation.kind == "mutation" else 0)
        self.bucket.give_back(asked - real)
        return {"data": data, **self._cost(asked, real)}

    def _data(self, operation: Operation, request: Request, version: str) -> dict[str, Any]:
        known = self._mutations(version) if operation.kind == "mutation" else self._queries(request)
        data: dict[str, Any] = {}
        for field in operation.fields:
            if field.name not in known:
                kind = "Mutation" if operation.kind == "mutation" else "QueryRoot"
                raise WrongQuery(f"Field '{field.name}' doesn't exist on type '{kind}'")
            key = field.directives.get("idempotent", {}).get("key")
            held = known[field.name]({**field.arguments, "@key": key} if key else field.arguments)
            data[field.alias] = pick(held, field.fields)
        return data

    def _queries(self, request: Request) -> dict[str, Callable[[Given], Any]]:
        base = request.host_url.rstrip("/")
        scopes = [{"__typename": "AccessScope", "handle": handle} for handle in self.granted]
        count = {"__typename": "Count", "count": len(self.market.shelf.all()), "precision": "EXACT"}
        return {
            "orders": lambda given: list_orders(self.market, given),
            "order": lambda given: self._find(str(given["id"]), base),
            "node": lambda given: self._find(str(given["id"]), base),
            "nodes": lambda given: [self._find(str(own), base) for own in given["ids"]],
            "productVariants": lambda given: connection(self.goods.variants())(given),
            "productVariantsCount": lambda _: count,
            "locations": lambda given: connection(self.goods.locations())(given),
            "shop": lambda _: {"__typename": "Shop", "id": gid("Shop", 1), "name": SHOP, "currencyCode": "CNY",
                               "myshopifyDomain": DOMAIN, "ianaTimezone": "Asia/Shanghai"},
            "currentAppInstallation": lambda _: {"__typename": "AppInstallation", "accessScopes": scopes},
        }  # fmt: skip

    def _mutations(self, version: str) -> dict[str, Callable[[Given], Any]]:
        return {
            "fulfillmentCreate": self.shipping.create,
            "orderUpdate": self.shipping.note,
            "inventorySetQuantities": lambda given: self.goods.set_quantities(
                given, key=given.get("@key"), version=version
            ),
            "productVariantsBulkUpdate": self.goods.set_prices,
            "bulkOperationRunQuery": self.bulk.run,
        }

    def _find(self, own: str, base: str) -> Any:
        if not own.startswith("gid://shopify/"):
            raise Wrong(f"Invalid global id '{own}'", "INVALID_VARIABLE")
        if number := number_of(own, "Order"):
            sale = self.market.sales.get(number)
            return order_of(sale, spoiled=self.market.spoiled.get(number, "")) if sale else None
        return self.goods.find(own) or self.bulk.show(own, base) or self.shipping.find(own)

    def _cost(self, asked: int, real: int | None) -> dict[str, Any]:
        cost = {"requestedQueryCost": asked, "actualQueryCost": real, "throttleStatus": self.bucket.status()}
        return {"extensions": {"cost": cost}}

    def _grant(self, request: Request, _: Fault | None) -> Response:
        """A token for an app and its secret; the one before is good no longer."""
        given = request.form.to_dict() or request.get_json(force=True, silent=True) or {}
        if given.get("grant_type") != "client_credentials":
            return in_json({"error": "unsupported_grant_type"}, 400)
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, SECRET):
            return in_json({"error": "application_cannot_be_found"}, 400)
        keys = self.market.keys
        keys.renew(keys.refresh)
        keys.expires_at = self.market.clock() + timedelta(seconds=TOKEN_LASTS_S)
        return in_json({"access_token": keys.token, "scope": ",".join(self.granted), "expires_in": TOKEN_LASTS_S})

    def _file(self, request: Request, _: Fault | None) -> Response:
        return Response(self.bulk.file(part_of(request, "name")), content_type="application/jsonl")

    def _push(self, given: Mapping[str, Any]) -> Any:
        """What waits is told to `address`, `again` all of it, `forged` signed wrongly; then by itself."""
        if "address" in given:
            self.webhooks.tell(str(given["address"]))
        received = self.webhooks.deliver(again=bool(given.get("again")), forged=bool(given.get("forged")))
        return {"address": self.webhooks.address, "received": received, "deleted": self.webhooks.is_deleted}


def _asked(request: Request) -> Operation:
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as wrong:
        raise Wrong("Bad Request", status=400) from wrong
    return read_query(str(body.get("query", "")), body.get("variables") or {}, body.get("operationName") or "")


def _call(request: Request) -> str:
    """The first field that is asked for."""
    try:
        return _asked(request).fields[0].name
    except (Wrong, WrongQuery, IndexError):
        return ""
