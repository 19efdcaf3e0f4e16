"""A small company for tests that cross rooms: one shop, one warehouse, a few SKUs with plenty of stock."""

from itertools import count
from typing import Any, NamedTuple

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.config.proving import prove
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.models import Shop, Warehouse

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
causes = count(500_000)
"""Fresh causes for stock moves made by tests."""


class World(NamedTuple):
    shop: Shop
    warehouse: Warehouse
    skus: list[Sku]

    def orders(self, number: int, *, units: int = 1) -> list[int]:
        """So many paid orders of every SKU, waiting for review."""
        wanted = {sku.code: units for sku in self.skus}
        return make_orders(self.shop, [channel_order(skus=wanted) for _ in range(number)])

    def place(self, code: str) -> int:
        return place_of(self.warehouse, code)

    def barcode(self, sku: Sku) -> str:
        return sku.barcodes.values_list("code", flat=True)[0]


def make_world(*, skus: int = 1, pieces: int = 1000) -> World:
    world = World(make_shop(), make_warehouse(), make_skus(skus))
    if pieces:
        make_stock(world.warehouse, {sku.pk: pieces for sku in world.skus})
    return world


def broken_promises() -> list[str]:
    """What `prove` finds; nothing when all is well."""
    return [f"{one.promise}: {one.record} {one.what}" for _, wrong in prove() for one in wrong]
