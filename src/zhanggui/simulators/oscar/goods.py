"""Products, parents with their children, and stock records: how many there are, and how many of them are promised."""

from collections.abc import Mapping
from typing import Any

from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import fen, yuan
from zhanggui.simulators.market.sales import Stage

from .refusing import Refused, unknown
from .words import ADMIN, product_key

_PROMISED = {Stage.UNPAID, Stage.HELD, Stage.PAID, Stage.PART_SHIPPED}


class Goods:
    """A ware is a product of its own or a child, with one stock record each."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def products(self, host: str) -> list[dict[str, Any]]:
        """Newest first: the children before their parents."""
        shelf = self._market.shelf
        own = [self._sold(ware, host) for ware in shelf.all()]
        parents = {ware.item for ware in shelf.all() if len(shelf.of_item(ware.item)) > 1}
        return own + [self._parent(item, host) for item in sorted(parents)]

    def product(self, key: str, host: str) -> dict[str, Any]:
        for product in self.products(host):
            if str(product["id"]) == key:
                return product
        raise unknown("Product")

    def record(self, key: str, host: str) -> dict[str, Any]:
        return self._record(self._find(key), host)

    def change(self, key: str, body: Mapping[str, Any], host: str) -> dict[str, Any]:
        """`num_in_stock` counts what is promised too."""
        ware = self._find(key)
        if "num_in_stock" in body:
            pieces = int(body["num_in_stock"])
            if pieces < 0:
                raise Refused(400, {"num_in_stock": ["Ensure this value is greater than or equal to 0."]})
            ware = self._market.set_stock(ware.sku, max(pieces - self._promised(ware), 0))
        if "price" in body:
            ware = self._market.shelf.set_price(ware.sku, fen(str(body["price"])))
        return self._record(ware, host)

    def _find(self, key: str) -> Ware:
        ware = self._market.shelf.find(sku=key)
        if ware is None:
            raise unknown("StockRecord")
        return ware

    def _promised(self, ware: Ware) -> int:
        lines = (line for sale in self._market.sales.values() if sale.stage in _PROMISED for line in sale.lines)
        return sum(line.pieces - line.shipped for line in lines if line.sku == ware.sku)

    def _record(self, ware: Ware, host: str) -> dict[str, Any]:
        promised = self._promised(ware)
        return {
            "url": f"{host}{ADMIN}/stockrecords/{ware.sku}/",
            "product": int(product_key(ware.item, ware.sku, self._market.shelf)),
            "partner_sku": ware.code,
            "price_currency": "CNY",
            "price": yuan(ware.price),
            "num_in_stock": ware.stock + promised,
            "num_allocated": promised or None,
            "low_stock_threshold": None,
            "partner": f"{host}{ADMIN}/partners/1/",
        }

    def _sold(self, ware: Ware, host: str) -> dict[str, Any]:
        is_child = len(self._market.shelf.of_item(ware.item)) > 1
        pairs = [part.partition(":") for part in ware.spec.split(";") if part]
        return _product(
            int(product_key(ware.item, ware.sku, self._market.shelf)),
            host,
            title="" if is_child else ware.title,
            structure="child" if is_child else "standalone",
            upc=ware.barcode or None,
            parent=int(ware.item) if is_child else None,
            attributes=[{"name": name, "value": value, "code": f"code-{name}"} for name, _, value in pairs],
            stockrecords=[self._record(ware, host)],
        )

    def _parent(self, item: str, host: str) -> dict[str, Any]:
        wares = self._market.shelf.of_item(item)
        children = [f"{host}{ADMIN}/products/{ware.sku}/" for ware in wares]
        return _product(int(item), host, title=wares[0].title, structure="parent", children=children)


def _product(key: int, host: str, **given: Any) -> dict[str, Any]:
    return {
        "id": key,
        "attributes": [],
        "categories": [],
        "url": f"{host}{ADMIN}/products/{key}/",
        "stockrecords": [],
        "children": [],
        "is_public": True,
        "upc": "",
        "parent": None,
        "description": "",
    } | given
