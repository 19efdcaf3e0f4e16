"""What the shop sells: simple products, and variable ones with their variations; changed one by one or in batches."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import fen, yuan

from .refusing import Refused, unknown
from .words import attributes

MOST_AT_ONCE = 100
Body = Mapping[str, Any]


class Products:
    """A ware alone in its item is a simple product; several of one item are the variations of a variable one."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def all(self) -> list[dict[str, Any]]:
        items = sorted({ware.item for ware in self._market.shelf.all()}, key=int)
        return [self.product(item) for item in items]

    def product(self, item: str) -> dict[str, Any]:
        wares = self._market.shelf.of_item(item)
        if not wares:
            raise unknown("product")
        if len(wares) == 1:
            return _sold(wares[0], number=item) | {"name": wares[0].title, "type": "simple", "variations": []}
        names: dict[str, dict[str, None]] = {}
        for ware in wares:
            for name, value in attributes(ware.spec):
                names.setdefault(name, {})[value] = None
        return {
            "id": int(item),
            "name": wares[0].title,
            "type": "variable",
            "status": "publish",
            "sku": "",
            "price": yuan(min(ware.price for ware in wares)),
            "regular_price": "",
            "sale_price": "",
            "manage_stock": False,
            "stock_quantity": None,
            "stock_status": "instock" if any(ware.stock for ware in wares) else "outofstock",
            "attributes": [
                {"id": 0, "name": name, "variation": True, "options": list(values)} for name, values in names.items()
            ],
            "variations": [int(ware.sku) for ware in wares],
        }

    def variations(self, item: str) -> list[dict[str, Any]]:
        if len(self._market.shelf.of_item(item)) < 2:
            raise unknown("product")
        return [_variation(ware) for ware in self._market.shelf.of_item(item)]

    def change_product(self, item: str, body: Body) -> dict[str, Any]:
        wares = self._market.shelf.of_item(item)
        if not wares:
            raise unknown("product", 400)
        if len(wares) == 1:
            self._change(wares[0], body)
        return self.product(item)

    def change_variation(self, item: str, sku: str, body: Body) -> dict[str, Any]:
        ware = self._market.shelf.find(item=item, sku=sku)
        if ware is None or len(self._market.shelf.of_item(item)) < 2:
            raise unknown("product_variation", 400)
        return _variation(self._change(ware, body))

    def batch(self, body: Body, change: Callable[[str, Body], dict[str, Any]]) -> dict[str, Any]:
        """Each element is answered for itself, in the order they were told."""
        rows: Sequence[Body] = body.get("update", [])
        if sum(len(body.get(kind, [])) for kind in ("create", "update", "delete")) > MOST_AT_ONCE:
            sentence = f"Unable to accept more than {MOST_AT_ONCE} items for this request."
            raise Refused("woocommerce_rest_request_entity_too_large", sentence, 413)
        answers = []
        for row in rows:
            try:
                answers.append(change(str(row.get("id", 0)), row))
            except Refused as refused:
                answers.append({"id": row.get("id", 0), "error": refused.content})
        return {"update": answers}

    def _change(self, ware: Ware, body: Body) -> Ware:
        if body.get("stock_quantity") is not None:
            ware = self._market.set_stock(ware.sku, int(body["stock_quantity"]))
        if body.get("regular_price"):
            ware = self._market.shelf.set_price(ware.sku, fen(str(body["regular_price"])))
        return ware


def _variation(ware: Ware) -> dict[str, Any]:
    own = [{"id": 0, "name": name, "option": value} for name, value in attributes(ware.spec)]
    return _sold(ware, number=ware.sku) | {"type": "variation", "parent_id": int(ware.item), "attributes": own}


def _sold(ware: Ware, *, number: str) -> dict[str, Any]:
    return {
        "id": int(number),
        "status": "publish",
        "sku": ware.code,
        "global_unique_id": ware.barcode,
        "price": yuan(ware.price),
        "regular_price": yuan(ware.price),
        "sale_price": "",
        "manage_stock": True,
        "stock_quantity": ware.stock,
        "stock_status": "instock" if ware.stock else "outofstock",
        "backorders": "no",
        "attributes": [{"id": 0, "name": name, "options": [value]} for name, value in attributes(ware.spec)],
        "parent_id": 0,
    }
