"""What is there of a short order goes now, the rest waits."""

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.queries import orders_waiting_for, parcels_to_wave
from zhanggui.fulfilment.testing import print_out, take_to
from zhanggui.fulfilment.tests.conftest import STOCK
from zhanggui.fulfilment.tests.merging import BY, group, live, plan
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, Review
from zhanggui.orders.testing import ACTOR


def reviewed(world, skus):
    """A short order that passed review: a person forced it, or its shop sends what is there."""
    (order_id,) = world.orders(1, skus)
    review_orders(order_ids=[order_id], forced=["stock"], reason="the rest comes tomorrow", **BY).one()
    return order_id


def test_where_the_shop_sends_in_parts_review_only_warns_of_what_is_short(world):
    group(world.shop, ships_partly=True)
    order_ids = world.orders(2, {"TS-A": STOCK - 100, "TS-B": 1})
    assert review_orders(order_ids=order_ids, **BY).done == order_ids
    whole, rest = ({row[0]: row[1:] for row in one.trace}["stock"] for one in Review.objects.order_by("order_id"))
    assert (whole, rest) == ([True, ""], [True, f"TS-A 100/{STOCK - 100}", "warned"])
    assert not Fact.objects.filter(name="orders.order.review_forced").exists()

    plan_parcels(order_ids=order_ids, **BY)
    assert [parcel.units for parcel in live()] == [STOCK - 99, 101]
    assert list(Hold.objects.values_list("order_id", "reason")) == [(order_ids[1], "shortage")]


def test_parts_that_lie_apart_are_no_matter_where_the_shop_sends_in_parts(world):
    far = make_warehouse()
    make_stock(far, {world.b.pk: STOCK + 9})
    group(world.shop, ships_partly=True)
    order_ids = world.orders(1, {"TS-A": 1, "TS-B": STOCK + 300})
    parcels = plan(order_ids)
    assert Review.objects.get().trace[11] == ["stock", True, ""]
    assert sorted(parcel.warehouse_id for parcel in parcels) == [world.warehouse.pk, far.pk]
    assert not Hold.objects.exists()


def test_a_short_order_sends_what_is_there_when_asked(world):
    order_id = reviewed(world, {"TS-A": STOCK + 5, "TS-B": 1})
    assert plan([order_id]) == []
    plan_parcels(order_ids=[order_id], partly=True, **BY).one()
    (parcel,) = live()
    assert parcel.units == STOCK + 1
    order = Order.objects.get(pk=order_id)
    assert (order.state, order.units_claimed, order.open_holds) == ("in_warehouse", STOCK + 1, 1)
    assert Hold.objects.get(order=order).reason == "shortage"


def test_what_is_there_is_printed_though_the_rest_is_short(world):
    group(world.shop, ships_partly=True)
    (parcel,) = plan([reviewed(world, {"TS-A": STOCK + 5, "TS-B": 1})])
    assert parcels_to_wave(actor=ACTOR) == [parcel.pk]
    build_waves(parcel_ids=[parcel.pk], **BY).one()
    print_out(parcel_ids=[parcel.pk], **BY).one()


def test_the_rest_is_planned_when_goods_come(world):
    group(world.shop, ships_partly=True)
    order_id = reviewed(world, {"TS-A": STOCK + 5})
    plan([order_id])
    make_stock(world.warehouse, {world.a.pk: 50})
    assert orders_waiting_for([world.a.pk]) == [order_id]
    plan_parcels(order_ids=[order_id], **BY).one()
    order = Order.objects.get(pk=order_id)
    assert (order.units_claimed, order.open_holds) == (STOCK + 5, 0)


def test_the_rest_of_a_partly_shipped_order_needs_no_second_review(world):
    plan(world.orders(1, {"TS-A": STOCK - 3}))
    group(world.shop, ships_partly=True)
    order_id = reviewed(world, {"TS-A": 8, "TS-B": 1})
    take_to("shipped", [order_id])
    assert Order.objects.get(pk=order_id).state == "partly_shipped"
    make_stock(world.warehouse, {world.a.pk: 50})
    plan_parcels(order_ids=[order_id], **BY).one()
    assert [parcel.units for parcel in live()] == [STOCK - 3, 5]


def test_two_warehouses_serve_one_order_in_two_parcels(world):
    other = make_warehouse()
    make_stock(other, {world.a.pk: 50})
    group(world.shop, ships_partly=True)
    order_id = reviewed(world, {"TS-A": STOCK + 5})
    parcels = plan([order_id])
    assert {(parcel.warehouse_id, parcel.units) for parcel in parcels} == {(world.warehouse.pk, STOCK), (other.pk, 5)}
    assert Order.objects.get(pk=order_id).open_holds == 0
