"""An order of a merged parcel that is paid in another way than before, wherever the parcel is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.proof import parcels_are_paid_in_one_way
from zhanggui.fulfilment.states import LIVE
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import group
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

LATER: dict[str, Any] = {"actor": ACTOR, "at": AT + timedelta(hours=1)}


@pytest.mark.parametrize(
    ("step", "ends"), [("planned", "void"), ("printed", "stopped"), ("weighed", "stopped"), ("shipped", "shipped")]
)
def test_it_travels_no_further_with_the_others_and_no_promise_is_called_broken(world, step, ends):
    group(world.shop)
    orders = [channel_order(skus=world.usual) for _ in range(2)]
    order_ids = make_orders(world.shop, orders)
    take_to(step, order_ids)
    assert Parcel.objects.filter(merged_into__isnull=False).count() == 1

    moment = orders[1].modified_at + timedelta(minutes=1)
    newer = replace(orders[1], modified_at=moment, raw=b"cod", payment_mode=PaymentMode.COD, paid_at=None)
    assert import_orders(shop_id=world.shop.pk, orders=[newer], source="test", **LATER).refused == {}
    assert Order.objects.get(number=newer.number).payment_mode == PaymentMode.COD
    assert list(parcels_are_paid_in_one_way()) == []

    stop_orders(order_ids=order_ids, **LATER)
    assert list(parcels_are_paid_in_one_way()) == []
    last = Parcel.objects.filter(lines__order_line__order=order_ids[1]).exclude(state="merged").latest("pk")
    assert last.state == ends
    travels = Parcel.objects.filter(lines__order_line__order=order_ids[0], state__in=[*LIVE, "shipped"])
    assert (travels.distinct().get().pk == last.pk) == (ends == "shipped")
