"""Products, their variants and prices, and what lies at the one stock location, reserved pieces included."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Stage

from .orders import bounds
from .refusing import invalid, unknown
from .words import major

LOCATION = "sloc_01DEMO"
_OPEN = {Stage.UNPAID, Stage.HELD, Stage.PAID, Stage.PART_SHIPPED}
Body = Mapping[str, Any]


class Goods:
    """What one shop sells."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def variants(self, given: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        start, size = bounds(given, 20)
        wares = [ware for ware in self._market.shelf.all() if not ids or _variant(ware) in ids]
        wares.sort(key=lambda ware: ware.sku)
        rows = [self._shown(ware) for ware in wares[start : start + size]]
        return {"variants": rows, "count": len(wares), "offset": start, "limit": size}

    def change_levels(self, body: Body) -> dict[str, Any]:
        """All of them or none."""
        wares = {_inventory(ware): ware for ware in self._market.shelf.all()}
        rows = body.get("update", [])
        for row in rows:
            if int(row.get("stocked_quantity", 0)) < 0:
                raise invalid("Invalid request: Value for field 'update, 0, stocked_quantity' too small")
            if row["inventory_item_id"] not in wares or row["location_id"] != LOCATION:
                raise unknown(f"Item {row['inventory_item_id']} is not stocked at location {row['location_id']}")
        changed = []
        for row in rows:
            ware = wares[row["inventory_item_id"]]
            left = int(row["stocked_quantity"]) - self._reserved(ware)
            changed.append(self._level(self._market.set_stock(ware.sku, max(left, 0))))
        return {"created": [], "updated": changed, "deleted": []}

    def change_variants(self, product: str, body: Body) -> dict[str, Any]:
        """The prices that are named are all the variant has from now on. A variant that is not there is passed over."""
        updated = []
        for row in body.get("update", []):
            ware = next((each for each in self._market.shelf.all() if _variant(each) == row["id"]), None)
            if ware is None or f"prod_{ware.item}" != product:
                continue
            for price in row.get("prices", []):
                if price["currency_code"] == "cny" and not price.get("rules"):
                    ware = self._market.shelf.set_price(ware.sku, round(float(price["amount"]) * 100))
            updated.append(self._shown(ware))
        return {"created": [], "updated": updated, "deleted": {"ids": [], "object": "variant", "deleted": True}}

    def _shown(self, ware: Ware) -> dict[str, Any]:
        link = {
            "variant_id": _variant(ware),
            "inventory_item_id": _inventory(ware),
            "required_quantity": 1,
            "inventory": {"id": _inventory(ware), "location_levels": [self._level(ware)]},
        }
        options = [part.partition(":") for part in ware.spec.split(";") if part]
        return {
            "id": _variant(ware),
            "title": ware.spec or ware.title,
            "sku": ware.code,
            "barcode": ware.barcode or None,
            "manage_inventory": True,
            "product_id": f"prod_{ware.item}",
            "product": {"id": f"prod_{ware.item}", "title": ware.title, "status": "published"},
            "options": [{"value": value, "option": {"title": name}} for name, _, value in options],
            "prices": [
                {"id": f"price_{ware.sku}", "amount": major(ware.price), "currency_code": "cny", "min_quantity": None,
                 "max_quantity": None, "rules": {}}
            ],
            "inventory_items": [link],
        }  # fmt: skip

    def _level(self, ware: Ware) -> dict[str, Any]:
        reserved = self._reserved(ware)
        return {
            "id": f"ilev_{ware.sku}",
            "inventory_item_id": _inventory(ware),
            "location_id": LOCATION,
            "stocked_quantity": ware.stock + reserved,
            "reserved_quantity": reserved,
            "available_quantity": ware.stock,
        }

    def _reserved(self, ware: Ware) -> int:
        """Sold, and not sent."""
        lines = [line for sale in self._market.sales.values() if sale.stage in _OPEN for line in sale.lines]
        return sum(line.pieces - line.shipped for line in lines if line.sku == ware.sku)


def _variant(ware: Ware) -> str:
    return f"variant_{ware.sku}"


def _inventory(ware: Ware) -> str:
    return f"iitem_{ware.sku}"
