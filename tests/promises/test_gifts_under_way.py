"""A gift whose main item is refunded while its parcel is under way: it is taken out, and does not go out again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import GiftGrant, GiftRule, Order, OrderLine
from zhanggui.orders.testing import channel_order, gift_draft, make_gift_rules, make_orders

pytestmark = pytest.mark.django_db


def test_the_gift_of_a_refunded_line_is_taken_out_of_a_planned_parcel():
    world = make_world(skus=3)
    plain, main, gift = (sku.code for sku in world.skus)
    make_gift_rules(gift_draft("with main", ("skus", "any", main), sku=gift, terms={"cap_pieces": 1}))
    order = channel_order(skus=[plain, main])
    (order_id,) = make_orders(world.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    assert Order.objects.get(pk=order_id).units_claimed == 3

    lines = (order.lines[0], replace(order.lines[1], refund=RefundState.SUCCEEDED))
    later = order.modified_at + timedelta(minutes=5)
    make_orders(world.shop, [replace(order, lines=lines, modified_at=later, raw=b"refunded")])
    apply_gifts(order_ids=[order_id], **BY)
    stop_orders(order_ids=[order_id], **BY)
    clear_stopped_parcels(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)
    apply_gifts(order_ids=[order_id], **BY)

    assert Order.objects.get(pk=order_id).units == 1
    assert GiftRule.objects.get().pieces_given == 0
    assert not GiftGrant.objects.filter(taken_back_at=None).exists()
    assert not OrderLine.objects.filter(origin="gift", is_cancelled=False).exists()
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert plan_parcels(order_ids=[order_id], **BY).refused == {}
    assert Order.objects.get(pk=order_id).units_claimed == 1
    assert broken_promises() == []
