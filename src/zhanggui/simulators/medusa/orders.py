"""Orders: listed, shown, packed, sent, cancelled."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Sale, Stage

from .refusing import Refused, invalid, unknown
from .words import order_of, stamp, status_of

Body = Mapping[str, Any]
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_KEYS = {
    "updated_at": lambda sale: (sale.modified_at, sale.number),
    "created_at": lambda sale: (sale.placed_at, sale.number),
    "id": lambda sale: sale.number,
}


class Orders:
    """The orders of one shop."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def list(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Bounds are inclusive; there is no largest limit."""
        start, size = bounds(given, 15)
        order = given.get("order", "id")
        key = _KEYS.get(order.lstrip("-"))
        if key is None:
            raise Refused(500, "unknown_error", "An unknown error occurred.")
        changed, placed = _span(given, "updated_at"), _span(given, "created_at")
        found = [
            sale
            for sale in self._market.changed(*_EVER)
            if changed[0] <= sale.modified_at <= changed[1] and placed[0] <= sale.placed_at <= placed[1]
        ]
        found.sort(key=key, reverse=order.startswith("-"))
        rows = [self.shown(sale) for sale in self._market.page(found, start, size)]
        return {"orders": rows, "count": len(found), "offset": start, "limit": size}

    def find(self, number: str) -> Sale:
        sale = self._market.sales.get(number)
        if sale is None:
            raise unknown(f"Order id not found: {number}")
        return sale

    def shown(self, sale: Sale) -> dict[str, Any]:
        return order_of(sale, spoiled=self._market.spoiled.get(sale.number, ""))

    def update(self, number: str, body: Body) -> dict[str, Any]:
        """Metadata is merged, name by name."""
        self.find(number)
        with self._market.changing(number, "memo") as sale:
            sale.own["metadata"] = sale.own.get("metadata", {}) | dict(body.get("metadata") or {})
        return {"order": self.shown(sale)}

    def cancel(self, number: str) -> dict[str, Any]:
        sale = self.find(number)
        if any(not one["canceled_at"] for one in sale.own.get("fulfillments", [])):
            raise Refused(400, "not_allowed", "All fulfillments must be canceled before canceling an order")
        self._market.cancel(number)
        return {"order": self.shown(sale)}

    def pack(self, number: str, body: Body) -> dict[str, Any]:
        """A fulfilment: goods are taken out of what is reserved, and have not left."""
        sale = self.find(number)
        items = _items(body)
        if not items:
            raise invalid("Invalid request: Value for field 'items' too small, expected at least: '1'")
        if status_of(sale) == "canceled":
            raise invalid(f"Order with id {number} has been canceled.")
        lines = {line.number: line for line in sale.lines}
        if missing := [own for own, _ in items if own not in lines]:
            raise invalid(f"Items with ids {', '.join(missing)} does not exist in order with id {number}.")
        for own, pieces in items:
            if pieces > lines[own].pieces - self._packed(sale, own):
                line = lines[own]
                raise invalid(f"No stock reservation found for item {own} - {line.title} ({line.spec})")
        with self._market.changing(number, "touched") as sale:
            made = sale.own.setdefault("fulfillments", [])
            now = stamp(self._market.clock())
            made.append(
                {
                    "id": f"ful_{number.removeprefix('order_')[:-2]}{len(made):02d}",
                    "items": [{"line": own, "quantity": pieces} for own, pieces in items],
                    "location_id": body.get("location_id"),
                    "metadata": body.get("metadata"),
                    "labels": [],
                    "packed_at": now,
                    "created_at": now,
                    "updated_at": now,
                    "shipped_at": None,
                    "delivered_at": None,
                    "canceled_at": None,
                }
            )
        return {"order": self.shown(sale)}

    def send(self, number: str, key: str, body: Body) -> dict[str, Any]:
        sale = self.find(number)
        one = self._fulfilment(sale, key)
        labels = body.get("labels") or []
        for label in labels:
            for name in ("tracking_number", "tracking_url", "label_url"):
                if not isinstance(label.get(name), str):
                    raise invalid(f"Invalid request: Field 'labels, 0, {name}' is required")
        _items(body)
        if one["shipped_at"]:
            raise Refused(400, "not_allowed", "Shipment has already been created")
        if one["canceled_at"]:
            raise Refused(400, "not_allowed", "Cannot create shipment for a canceled fulfillment")
        waybill = labels[0]["tracking_number"] if labels else ""
        pieces = {item["line"]: item["quantity"] for item in one["items"]}
        one["shipped_at"] = one["updated_at"] = stamp(self._market.clock())
        one["labels"] = list(labels)
        try:
            self._market.ship(number, "label", waybill, pieces)
        except (AlreadyShipped, Unshippable) as wrong:
            one["shipped_at"], one["labels"] = None, []
            raise invalid("Order cannot be shipped") from wrong
        return {"order": self.shown(sale)}

    def undo(self, number: str, key: str) -> dict[str, Any]:
        """The packed goods are unpacked."""
        sale = self.find(number)
        one = self._fulfilment(sale, key)
        if one["shipped_at"]:
            raise Refused(400, "not_allowed", f"Fulfillment with id {key} already shipped")
        with self._market.changing(number, "touched"):
            one["canceled_at"] = stamp(self._market.clock())
        return {"order": self.shown(sale)}

    def deliver(self, number: str, key: str) -> dict[str, Any]:
        sale = self.find(number)
        one = self._fulfilment(sale, key)
        with self._market.changing(number, "delivered"):
            one["delivered_at"] = one["updated_at"] = stamp(self._market.clock())
            if sale.stage is Stage.SHIPPED and all(each["delivered_at"] for each in sale.own["fulfillments"]):
                sale.stage = Stage.DELIVERED
        return {"order": self.shown(sale)}

    def _fulfilment(self, sale: Sale, key: str) -> dict[str, Any]:
        made: list[dict[str, Any]] = sale.own.get("fulfillments", [])
        for one in made:
            if one["id"] == key:
                return one
        raise unknown(f"Fulfillment with id: {key} was not found")

    def _packed(self, sale: Sale, line: str) -> int:
        made = [one for one in sale.own.get("fulfillments", []) if not one["canceled_at"]]
        return sum(item["quantity"] for one in made for item in one["items"] if item["line"] == line)


def bounds(given: Mapping[str, str], usual: int) -> tuple[int, int]:
    """Where the page begins, and its size."""
    numbers = []
    for name, otherwise in (("offset", 0), ("limit", usual)):
        told = given.get(name, str(otherwise))
        if not told.isdecimal():
            raise invalid(f"Invalid request: Expected type: 'number' for field '{name}', got: '{told}'")
        numbers.append(int(told))
    return numbers[0], numbers[1]


def _items(body: Body) -> list[tuple[str, int]]:
    items = body.get("items")
    if not isinstance(items, list):
        raise invalid("Invalid request: Field 'items' is required")
    return [(str(item["id"]), int(item["quantity"])) for item in items]


def _span(given: Mapping[str, str], name: str) -> tuple[datetime, datetime]:
    """A moment that is none is not refused but breaks the server."""
    try:
        told = [given.get(f"{name}[{bound}]") for bound in ("$gte", "$lte")]
        after, before = (datetime.fromisoformat(one) if one else None for one in told)
    except ValueError as wrong:
        raise Refused(500, "unknown_error", "An unknown error occurred.") from wrong
    return after or _EVER[0], before or _EVER[1]
