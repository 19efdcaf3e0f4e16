"""Lines of ours beside the channel's: gifts come and go, units follow, imports leave them alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, broken_promises, make_world

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.lines.own import OwnLine, add_own_lines, drop_own_lines
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.states import LineOrigin
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2)


def newer(order: ChannelOrder, minutes: int = 5, **changes: Any) -> ChannelOrder:
    moment = order.modified_at + timedelta(minutes=minutes)
    return replace(order, modified_at=moment, raw=repr((minutes, changes)).encode(), **changes)


def gift(order_id: int, world: World, source_id: int | None = None, quantity: int = 1) -> OwnLine:
    return OwnLine(order_id, source_id, world.skus[1].pk, quantity, Decimal(0), LineOrigin.GIFT, "A present")


def test_a_gift_counts_among_the_pieces_and_has_a_readable_number(world):
    order = channel_order("G1", [world.skus[0].code])
    (order_id,) = make_orders(world.shop, [order])
    line_id = OrderLine.objects.values_list("pk", flat=True).get()

    ids = add_own_lines([gift(order_id, world, line_id, 2), gift(order_id, world)], **BY)

    assert list(OrderLine.objects.filter(pk__in=ids).order_by("pk").values_list("number", "title", "ordered")) == [
        ("G1-1#1", "A present", 2),
        ("gift#1", "A present", 1),
    ]
    assert Order.objects.get().units == 4
    assert broken_promises() == []


def test_an_import_neither_drops_nor_overwrites_lines_of_ours(world):
    order = channel_order("G1", [world.skus[0].code])
    (order_id,) = make_orders(world.shop, [order])
    ids = add_own_lines([gift(order_id, world)], **BY)

    import_orders(shop_id=world.shop.pk, orders=[newer(order, buyer_message="red please")], **BY)

    assert OrderLine.objects.filter(pk__in=ids, is_cancelled=False).count() == 1
    assert Order.objects.values_list("units", "buyer_message").get() == (2, "red please")
    assert broken_promises() == []


def test_a_dropped_gift_is_gone(world):
    (order_id,) = make_orders(world.shop, [channel_order("G1", [world.skus[0].code])])
    ids = add_own_lines([gift(order_id, world)], **BY)

    drop_own_lines(ids, **BY)

    assert OrderLine.objects.count() == 1
    assert Order.objects.get().units == 1
    assert broken_promises() == []
