"""The desk of orders finds them by the warehouse, courier and weight of what they travel in, also after it left."""

from typing import Any

import pytest

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.testing import ACTOR, channel_order, make_orders
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tab", ["shipped", "all"])
def test_orders_are_found_by_their_parcel(world: Any, tab: str) -> None:
    take_to("shipped", make_orders(world.shop, [channel_order(skus={"TS-A": 1})]))
    parcel = Parcel.objects.get()

    def found(**asked: str) -> int:
        return len(desk_rows(OrderDesk(), {"tab": tab, **asked}, ACTOR)["rows"])

    weight = str(parcel.weighed_g)
    assert found(warehouse=str(parcel.warehouse_id)) == 1
    assert found(carrier=parcel.carrier) == 1
    assert found(weight__from=weight, weight__to=weight) == 1
    assert found(warehouse=str(parcel.warehouse_id + 1)) == 0
    assert found(carrier="nobody") == 0
    assert found(weight__to=str(int(weight) - 1)) == 0
