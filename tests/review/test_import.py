"""Imports: every order of arrival ends alike, also where the platform takes something back."""

from datetime import timedelta

import pytest

from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order

pytestmark = pytest.mark.django_db
S = ChannelState
HISTORIES = [
    (S.AWAITING_SHIPMENT, S.SHIPPED, S.AWAITING_SHIPMENT),
    (S.AWAITING_SHIPMENT, S.SHIPPED, S.COMPLETED, S.CLOSED_REFUNDED),
    (S.AWAITING_SHIPMENT, S.CLOSED_REFUNDED, S.SHIPPED),
]


@pytest.mark.parametrize("states", HISTORIES)
def test_the_newest_version_alone_decides(world, states):
    ends = {}
    for name, backwards in (("forth", False), ("back", True)):
        versions = [
            channel_order(name, ["TS-A"], state=state, modified_at=AT + timedelta(minutes=n), raw=f"{name}{n}".encode())
            for n, state in enumerate(states)
        ]
        for version in reversed(versions) if backwards else versions:
            import_orders(shop_id=world.shop.pk, orders=[version], actor=ACTOR, at=AT)
        ends[name] = Order.objects.get(number=name).state
    assert ends["forth"] == ends["back"]
