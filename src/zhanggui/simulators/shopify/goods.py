"""Variants, what can be bought of them at each location, and their prices."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import fen, yuan

from .refusing import UserError, Wrong, told
from .words import Row, gid, number_of

Given = Mapping[str, Any]
LOCATION = "1"
COMPARED_SINCE, KEYED_SINCE = "2026-01", "2026-04"
"""Versions from which `changeFromQuantity` is known, and from which it and a key are needed."""
MOST_AT_ONCE = 250


class Goods:
    """What one shop sells. `untracked` and `elsewhere` are SKUs that are not counted or not stocked here."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self.untracked: set[str] = set()
        self.elsewhere: set[str] = set()
        self._keys: dict[str, tuple[Any, Row]] = {}

    def variants(self) -> list[Row]:
        return [self.variant(ware) for ware in sorted(self._market.shelf.all(), key=lambda ware: ware.sku)]

    def find(self, own: str) -> Row | None:
        ware = self._market.shelf.find(sku=number_of(own, "ProductVariant") or "-")
        return self.variant(ware) if ware else None

    def variant(self, ware: Ware) -> Row:
        pairs = [part.partition(":") for part in ware.spec.split(";") if part]
        options = [{"__typename": "SelectedOption", "name": name, "value": value} for name, _, value in pairs]
        own = ware.spec or "Default Title"
        return {
            "__typename": "ProductVariant",
            "id": gid("ProductVariant", ware.sku),
            "sku": ware.code,
            "title": own,
            "displayName": f"{ware.title} - {own}",
            "barcode": ware.barcode or None,
            "price": yuan(ware.price),
            "inventoryQuantity": ware.stock,
            "selectedOptions": options,
            "product": {"__typename": "Product", "id": gid("Product", ware.item), "title": ware.title,
                        "status": "ACTIVE"},
            "inventoryItem": {
                "__typename": "InventoryItem", "id": gid("InventoryItem", ware.sku), "sku": ware.code,
                "tracked": ware.sku not in self.untracked, "inventoryLevel": lambda given: self._level(ware, given),
            },
        }  # fmt: skip

    def locations(self) -> list[Row]:
        return [{"__typename": "Location", "id": gid("Location", LOCATION), "name": "仓库1", "isActive": True}]

    def _level(self, ware: Ware, given: Given) -> Row | None:
        if number_of(str(given.get("locationId")), "Location") != LOCATION or ware.sku in self.elsewhere:
            return None
        own = {"__typename": "InventoryQuantity", "name": "available", "quantity": ware.stock}
        return {
            "__typename": "InventoryLevel",
            "id": gid("InventoryLevel", ware.sku),
            "quantities": lambda wanted: [own] if "available" in wanted.get("names", []) else [],
        }

    def set_quantities(self, given: Given, *, key: str | None, version: str) -> Row:
        """All of them or none. The same key tells again what was answered before."""
        asked = given.get("input") or {}
        _check_words(asked, key=key, version=version)
        with self._market.lock:
            if key in self._keys:
                before, answer = self._keys[key]
                if before == asked:
                    return answer
                wrong = UserError("The same idempotency key cannot be used with different operation parameters.",
                                  code="IDEMPOTENCY_KEY_PARAMETER_MISMATCH")  # fmt: skip
                return _quantities(None, [wrong])
            answer = self._set(asked, version)
            if key:
                self._keys[key] = (asked, answer)
            return answer

    def _set(self, asked: Given, version: str) -> Row:
        quantities: Sequence[Given] = asked.get("quantities") or []
        wrong = [fault for nth, row in enumerate(quantities) if (fault := self._fault(nth, row, asked, version))]
        if wrong:
            return _quantities(None, wrong)
        changes = []
        for row in quantities:
            sku = number_of(str(row["inventoryItemId"]), "InventoryItem")
            ware = self._market.shelf.find(sku=sku)
            delta = int(row["quantity"]) - (ware.stock if ware else 0)
            self._market.set_stock(sku, int(row["quantity"]))
            changes.append({"__typename": "InventoryChange", "name": "available", "delta": delta})
        own = gid("InventoryAdjustmentGroup", len(self._keys) + 1)
        group = {"__typename": "InventoryAdjustmentGroup", "id": own, "reason": asked.get("reason"), "changes": changes}
        return _quantities(group, [])

    def _fault(self, nth: int, row: Given, asked: Given, version: str) -> UserError | None:
        path = ("input", "quantities", str(nth))
        sku = number_of(str(row.get("inventoryItemId", "")), "InventoryItem")
        ware = self._market.shelf.find(sku=sku or "-")
        if ware is None:
            return UserError("The specified inventory item could not be found.", *path, "inventoryItemId",
                             code="INVALID_INVENTORY_ITEM")  # fmt: skip
        if number_of(str(row.get("locationId", "")), "Location") != LOCATION:
            return UserError("The specified location could not be found.", *path, "locationId", code="INVALID_LOCATION")
        if ware.sku in self.elsewhere:
            return UserError("The specified inventory item is not stocked at the location.", *path, "locationId",
                             code="ITEM_NOT_STOCKED_AT_LOCATION")  # fmt: skip
        if int(row["quantity"]) < 0:
            return UserError("The quantity can't be negative.", *path, "quantity", code="INVALID_QUANTITY_NEGATIVE")
        return _stale(ware, row, asked, path, version)

    def set_prices(self, given: Given) -> Row:
        """Of one product. With `allowPartialUpdates` those that can be changed are."""
        item = number_of(str(given.get("productId", "")), "Product")
        if not self._market.shelf.of_item(item):
            return _prices([], [UserError("Product does not exist", "productId", code="PRODUCT_DOES_NOT_EXIST")])
        wrong, good = list[UserError](), list[tuple[str, int]]()
        for nth, row in enumerate(given.get("variants") or []):
            ware = self._market.shelf.find(sku=number_of(str(row.get("id", "")), "ProductVariant") or "-", item=item)
            if ware is None:
                fault = UserError("Product variant does not exist", "variants", str(nth), "id",
                                  code="PRODUCT_VARIANT_DOES_NOT_EXIST")  # fmt: skip
                wrong.append(fault)
            elif "price" in row:
                good.append((ware.sku, fen(str(row["price"]))))
        if wrong and not given.get("allowPartialUpdates"):
            good = []
        changed = [self.variant(self._market.shelf.set_price(sku, price)) for sku, price in good]
        return _prices(changed, wrong)


def _check_words(asked: Given, *, key: str | None, version: str) -> None:
    """What a version does not know, or needs, is refused before anything is looked at."""
    rows: Sequence[Given] = asked.get("quantities") or []
    if len(rows) > MOST_AT_ONCE:
        raise Wrong(f"The input array size of {len(rows)} is greater than the maximum allowed of 250", "MAX_INPUT_SIZE")
    if asked.get("name") not in {"available", "on_hand"}:
        raise Wrong("name: The quantity name must be either 'available' or 'on_hand'.", "INVALID_VARIABLE")
    if version < COMPARED_SINCE and (key or any("changeFromQuantity" in row for row in rows)):
        raise Wrong("Field is not defined on InventoryQuantityInput", "INVALID_VARIABLE")
    if version >= KEYED_SINCE:
        if any("changeFromQuantity" not in row for row in rows):
            raise Wrong("changeFromQuantity: Expected value to be given explicitly", "INVALID_VARIABLE")
        if any("compareQuantity" in row for row in rows) or "ignoreCompareQuantity" in asked:
            raise Wrong("compareQuantity: Field is not defined on InventoryQuantityInput", "INVALID_VARIABLE")
        if not key:
            raise Wrong("The @idempotent directive is required for this mutation", "BAD_REQUEST")


def _stale(ware: Ware, row: Given, asked: Given, path: Sequence[str], version: str) -> UserError | None:
    if version >= KEYED_SINCE or "changeFromQuantity" in row:
        known, name = row.get("changeFromQuantity"), "changeFromQuantity"
        code = "CHANGE_FROM_QUANTITY_STALE"
    else:
        known, name, code = row.get("compareQuantity"), "compareQuantity", "COMPARE_QUANTITY_STALE"
        if known is None and not asked.get("ignoreCompareQuantity"):
            sentence = "The compareQuantity argument must be given to each quantity or ignored."
            return UserError(sentence, *path, name, code="COMPARE_QUANTITY_REQUIRED")
        if asked.get("ignoreCompareQuantity"):
            return None
    if known is not None and int(known) != ware.stock:
        return UserError(f"The {name} value does not match persisted value.", *path, name, code=code)
    return None


def _quantities(group: Row | None, wrong: Sequence[UserError]) -> Row:
    errors = [told(each, "InventorySetQuantitiesUserError") for each in wrong]
    return {
        "__typename": "InventorySetQuantitiesPayload",
        "inventoryAdjustmentGroup": group,
        "userErrors": errors,
    }


def _prices(variants: Sequence[Row], wrong: Sequence[UserError]) -> Row:
    errors = [told(each, "ProductVariantsBulkUpdateUserError") for each in wrong]
    return {
        "__typename": "ProductVariantsBulkUpdatePayload",
        "productVariants": list(variants),
        "userErrors": errors,
    }
