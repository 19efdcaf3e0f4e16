"""While parcels of an order are asked to stop, everyone who looks at order or parcel reads it, and why."""

import pytest

from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.testing import ACTOR, AT

PAGES = (
    "/desk/orders/rows?tab=all",
    "/desk/parcels/rows?tab=picked",
    "/sheet/orders/{order}/",
    "/sheet/parcels/{parcel}/",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_mark_is_shown_as_long_as_it_stands(world, signed_in, page):
    parcel, other = world.parcel("picked"), world.parcel("picked")
    address = page.format(order=parcel.order_id, parcel=parcel.pk)
    client = signed_in("owner")
    assert "Stopping: " not in client.get(address).content.decode()

    cancel_orders(order_ids=[parcel.order_id], actor=ACTOR, at=AT)
    hold_orders(order_ids=[other.order_id], note="call first", actor=ACTOR, at=AT)
    assert "Stopping: Cancelled" in client.get(address).content.decode()
    if "desk" in page:
        assert "Stopping: call first" in client.get(address).content.decode()

    stop_orders(order_ids=[parcel.order_id, other.order_id], actor=ACTOR, at=AT)
    assert "Stopping: " not in client.get(address).content.decode()
