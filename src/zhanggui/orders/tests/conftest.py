"""One shop and one SKU with ten pieces in stock."""

from typing import Any, NamedTuple

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.models import Order
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.models import Shop


class Desk(NamedTuple):
    shop: Shop
    sku: Sku

    def order(self, **changes: Any) -> int:
        """A paid order of one piece, as the platform gave it with these changes."""
        return make_orders(self.shop, [channel_order(skus=[self.sku.code], **changes)])[0]

    @staticmethod
    def state(order_id: int) -> str:
        return Order.objects.values_list("state", flat=True).get(pk=order_id)


@pytest.fixture
def desk(db: None) -> Desk:
    desk = Desk(make_shop(), make_skus()[0])
    make_stock(make_warehouse(), {desk.sku.pk: 10})
    return desk
