"""The shop, at `/admin-api`. An answer has all fields the simulator knows, whatever a query selects."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Sale, Stage
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json

from .words import line_numbers, number_from, order_of, stamp

USER, PASSWORD, SESSION = "erp", "vendure-demo-password", "vendure-demo-session"
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_OPEN = {Stage.PAID, Stage.PART_SHIPPED}
Given = Mapping[str, Any]


class Wrong(Exception):
    """A GraphQL error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.content = {"errors": [{"message": message, "extensions": {"code": code}}], "data": None}


class VendureSimulator:
    """An administrator signs in by name and password and gets a session."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        self.zone = timedelta(0)
        """How far the server's own clock is from UTC: its lists compare moments as if they were of it."""
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        door = Door(lambda request: _asked(request)[0], self._answer)
        self.server = Server({"POST /admin-api": door}, script_of(market), clock=market.clock)
        self._fields = {
            "orders": self._orders, "order": self._order, "addFulfillmentToOrder": self._pack,
            "transitionFulfillmentToState": self._send, "productVariants": self._variants,
            "updateProductVariants": self._change, "activeChannel": lambda given: {"code": "__default_channel__"},
        }  # fmt: skip

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        name, given = _asked(request)
        if banned := self.market.banned_s():
            response = in_json({}, 429)
            response.headers["Retry-After"] = str(banned)
            return response
        try:
            if fault is not None:
                raise Wrong("USER_INPUT_ERROR", fault.sentence)
            if name == "login":
                return self._login(given)
            if request.headers.get("Authorization") != f"Bearer {SESSION}" or not self._is_good():
                raise Wrong("FORBIDDEN", "You are not currently authorized to perform this action")
            if name not in self._fields:
                raise Wrong("GRAPHQL_VALIDATION_FAILED", f'Cannot query field "{name}" on type "Query".')
            data = {name: self._fields[name](given)}
            if name == "activeChannel":
                data["orders"] = {"totalItems": len(self.market.sales)}
            response = in_json({"data": data})
        except Wrong as wrong:
            response = in_json(wrong.content)
        response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
        return response

    def _is_good(self) -> bool:
        return self.market.keys.is_good(self.market.keys.token)

    def _login(self, given: Given) -> Response:
        if (given.get("user"), given.get("password")) != (USER, PASSWORD) or not self._is_good():
            return in_json(
                {"data": {"login": _error("INVALID_CREDENTIALS_ERROR", "The provided credentials are invalid")}}
            )
        response = in_json({"data": {"login": {"__typename": "CurrentUser"}}})
        response.headers["vendure-auth-token"] = SESSION
        return response

    def _orders(self, given: Given) -> Any:
        options = given.get("options", {})
        size = int(options.get("take", 100))
        if size > 1000:
            raise Wrong("USER_INPUT_ERROR", "Cannot take more than 1000 results from a list query")
        found = [
            sale for sale in self.market.changed(*_EVER) if _fits(order_of(sale), options.get("filter", {}), self.zone)
        ]
        found.sort(key=lambda sale: int(sale.number))
        rows = self.market.page(found, int(options.get("skip", 0)), size)
        return {"items": [self._shown(sale) for sale in rows], "totalItems": len(found)}

    def _order(self, given: Given) -> Any:
        sale = self.market.sales.get(str(given["id"]))
        return self._shown(sale) if sale else None

    def _shown(self, sale: Sale) -> dict[str, Any]:
        return order_of(sale, spoiled=self.market.spoiled.get(sale.number, ""))

    def _pack(self, given: Given) -> Any:
        lines = {str(row["orderLineId"]): int(row["quantity"]) for row in given["input"]["lines"]}
        if not sum(lines.values()):
            return _error("EMPTY_ORDER_LINE_SELECTION_ERROR", "At least one OrderLine must be specified")
        sales = [sale for sale in self.market.sales.values() if any(line.number in lines for line in sale.lines)]
        if not sales:
            raise Wrong("ENTITY_NOT_FOUND", f'No OrderLine with the id "{next(iter(lines))}" could be found')
        sale = sales[0]
        made = sale.own.setdefault("fulfillments", [])
        packed = [row for one in made for row in one["lines"]]
        for line, count in lines.items():
            taken = sum(row["quantity"] for row in packed if row["orderLineId"] == line)
            if sale.stage not in _OPEN or count > sale.line(line).pieces - taken:
                return _error(
                    "ITEMS_ALREADY_FULFILLED_ERROR", "One or more OrderItems are already part of a Fulfillment"
                )
        told = {one["name"]: one["value"] for one in given["input"]["handler"]["arguments"]}
        now = stamp(self.market.clock())
        made.append({
            "id": f"{sale.number}{len(made)}", "state": "Pending", "method": told.get("method", ""),
            "trackingCode": told.get("trackingCode", ""), "createdAt": now, "updatedAt": now,
            "lines": [{"orderLineId": line, "quantity": count} for line, count in lines.items()],
        })  # fmt: skip
        self.market.keep(sale)
        return {"__typename": "Fulfillment", "id": made[-1]["id"], "state": "Pending"}

    def _send(self, given: Given) -> Any:
        for sale in self.market.sales.values():
            for one in sale.own.get("fulfillments", []):
                if one["id"] == str(given["id"]):
                    return self._transition(sale, one, str(given["state"]))
        raise Wrong("ENTITY_NOT_FOUND", f'No Fulfillment with the id "{given["id"]}" could be found')

    def _transition(self, sale: Sale, one: dict[str, Any], state: str) -> Any:
        if (one["state"], state) != ("Pending", "Shipped"):
            return _error("FULFILLMENT_STATE_TRANSITION_ERROR", "errorResult.FULFILLMENT_STATE_TRANSITION_ERROR")
        pieces = {row["orderLineId"]: row["quantity"] for row in one["lines"]}
        try:
            self.market.ship(sale.number, one["method"], one["trackingCode"], pieces)
        except (AlreadyShipped, Unshippable):
            return _error("FULFILLMENT_STATE_TRANSITION_ERROR", "errorResult.FULFILLMENT_STATE_TRANSITION_ERROR")
        one["state"], one["updatedAt"] = state, stamp(self.market.clock())
        return {"__typename": "Fulfillment", "id": one["id"], "state": state}

    def _variants(self, given: Given) -> Any:
        options = given.get("options", {})
        wanted = options.get("filter", {}).get("id", {}).get("in")
        wares = [ware for ware in self.market.shelf.all() if wanted is None or ware.sku in wanted]
        skip, size = int(options.get("skip", 0)), int(options.get("take", 100))
        rows = [
            {"id": ware.sku, "sku": ware.code, "name": f"{ware.title} {ware.spec}".strip(), "enabled": True,
             "price": ware.price, "product": {"id": ware.item, "enabled": True},
             "stockLevels": [{"stockLocationId": "1", "stockOnHand": ware.stock + self._allocated(ware.sku),
                              "stockAllocated": self._allocated(ware.sku)}]}
            for ware in sorted(wares, key=lambda ware: ware.sku)[skip : skip + size]
        ]  # fmt: skip
        return {"items": rows, "totalItems": len(wares)}

    def _change(self, given: Given) -> Any:
        """All of them or none."""
        for row in given["input"]:
            if self.market.shelf.find(sku=str(row["id"])) is None:
                raise Wrong("ENTITY_NOT_FOUND", f'No ProductVariant with the id "{row["id"]}" could be found')
        for row in given["input"]:
            for level in row.get("stockLevels", []):
                own = int(level["stockOnHand"]) - self._allocated(str(row["id"]))
                self.market.set_stock(str(row["id"]), max(own, 0))
            if "price" in row:
                self.market.shelf.set_price(str(row["id"]), int(row["price"]))
        return [{"id": row["id"]} for row in given["input"]]

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


def _error(code: str, message: str) -> dict[str, str]:
    return {"__typename": "ErrorResult", "errorCode": code, "message": message}


def _fits(order: dict[str, Any], wanted: Given, zone: timedelta) -> bool:
    """Bounds of `after` are exclusive, those of `between` inclusive."""
    if "_or" in wanted and not any(_fits(order, each, zone) for each in wanted["_or"]):
        return False
    for name, test in wanted.items():
        value = order.get(name)
        if name == "_or":
            continue
        if zone and value and name.endswith("At"):
            value = stamp(datetime.fromisoformat(value) + zone)
        if "eq" in test and value != test["eq"]:
            return False
        if "after" in test and not (value and value > test["after"]):
            return False
        if "between" in test and not (value and test["between"]["start"] <= value <= test["between"]["end"]):
            return False
    return True
