"""Gifts of orders under way: what is not earned any more is taken out and not sent again, and what is earned stays."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.cancel_orders import cancel_orders
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
    empty_basket(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)
    apply_gifts(order_ids=[order_id], **BY)

    assert Order.objects.get(pk=order_id).units == 1
    assert GiftRule.objects.get().pieces_given == 0
    assert not GiftGrant.objects.filter(taken_back_at=None).exists()
    assert not OrderLine.objects.filter(origin="gift", is_cancelled=False).exists()
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert plan_parcels(order_ids=[order_id], **BY).refused == {}
    assert Order.objects.get(pk=order_id).units_claimed == 1
    assert broken_promises() == []


def planned_with_gift(**terms):
    """A world, an order of two goods, planned together with what it earned; the sums of the rule."""
    world = make_world(skus=3)
    make_gift_rules(gift_draft("gift", sku=world.skus[2].code, terms=terms))
    order = channel_order(skus=[sku.code for sku in world.skus[:2]])
    (order_id,) = make_orders(world.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    return world, order, order_id


def later(order, **changes):
    return replace(order, modified_at=order.modified_at + timedelta(minutes=5), raw=b"later", **changes)


@pytest.mark.parametrize("by_platform", [False, True])
def test_after_the_parcels_of_a_cancelled_order_stopped_nothing_of_its_gifts_is_bound(by_platform):
    world, order, order_id = planned_with_gift(cap_pieces=1)
    if by_platform:
        make_orders(world.shop, [later(order, state=ChannelState.CANCELLED)])
    else:
        cancel_orders(order_ids=[order_id], **BY)
    assert GiftRule.objects.get().pieces_given == 1
    stop_orders(order_ids=[order_id], **BY)

    assert not GiftGrant.objects.filter(taken_back_at=None).exists()
    assert GiftRule.objects.get().pieces_given == 0
    assert not OrderLine.objects.filter(origin="gift", is_cancelled=False).exists()
    row = Order.objects.get(pk=order_id)
    assert (row.gifts_due, row.units_claimed, row.stop_reason) == (False, 0, "")
    empty_basket(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)
    (other,) = make_orders(world.shop, [channel_order(skus=[world.skus[0].code])])
    apply_gifts(order_ids=[other], **BY)
    assert GiftGrant.objects.get(taken_back_at=None).order_id == other
    assert broken_promises() == []


@pytest.mark.parametrize("job_first", [False, True])
def test_of_a_gift_under_way_what_is_still_earned_stays_its_own_until_the_parcel_stopped(job_first):
    world, order, order_id = planned_with_gift(per="pieces", every=Decimal(1), cap_pieces=2)
    lines = (order.lines[0], replace(order.lines[1], refund=RefundState.SUCCEEDED))
    make_orders(world.shop, [later(order, lines=lines)])
    steps = [apply_gifts, stop_orders] if job_first else [stop_orders, apply_gifts]
    (other,) = make_orders(world.shop, [channel_order(skus={world.skus[0].code: 2})])
    for step in steps:
        step(order_ids=[order_id], **BY)
        apply_gifts(order_ids=[other], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]

    living = GiftGrant.objects.filter(taken_back_at=None)
    assert list(living.values_list("order_id", "pieces")) == [(order_id, 1)]
    assert GiftRule.objects.get().pieces_given == 1
    assert plan_parcels(order_ids=[order_id], **BY).refused == {}
    assert Order.objects.get(pk=order_id).units_claimed == 2
    assert broken_promises() == []
