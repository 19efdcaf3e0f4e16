"""Orders that wait for goods: what is missing, why, who is next, and every way out."""

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.jobs import plan_waiting_orders
from zhanggui.fulfilment.queries import orders_waiting_for
from zhanggui.fulfilment.shortages.actions import ship_what_is_there
from zhanggui.fulfilment.tests.conftest import STOCK
from zhanggui.fulfilment.tests.merging import BY, plan
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.jobs import go_on_with_goods
from zhanggui.orders.models import Order, OrderLine, ShortLine, ShortOrder, ShortSku
from zhanggui.orders.testing import AT, channel_order, make_orders


def short_orders(world, count=1, skus=None, **changes) -> list[int]:
    """Orders that passed review and found nothing on the shelf, weighed."""
    orders = [channel_order(skus=skus or {"TS-A": STOCK + 5}, **changes) for _ in range(count)]
    order_ids = make_orders(world.shop, orders)
    move_to(Order, order_ids, "reviewed")
    plan_parcels(order_ids=order_ids, **BY)
    weigh_shortages(order_ids=order_ids, **BY)
    return order_ids


def causes(order_id: int) -> dict[str, int]:
    return ShortLine.objects.get(order_id=order_id, short__gt=0).causes


def test_what_was_never_received_is_missing(world):
    (order_id,) = short_orders(world)
    row = ShortOrder.objects.get(pk=order_id)
    assert (row.short, row.causes) == (5, ["not_received"])
    sku = ShortSku.objects.get(pk=world.a.pk)
    assert (sku.code, sku.short, sku.orders, sku.money) == ("TS-A", 5, 1, row.money)


def test_each_cause_is_named(world):
    other = make_warehouse()
    make_stock(other, {world.a.pk: 3})
    make_stock(world.warehouse, {world.a.pk: 2}, place="DEFECT")
    make_stock(world.warehouse, {world.a.pk: 1}, place="RECEIVE")
    plan(world.orders(1, {"TS-A": 100}))
    (order_id,) = short_orders(world, skus={"TS-A": STOCK + 20})
    assert causes(order_id) == {
        "elsewhere": 3, "claimed_older": 100, "defective": 2, "not_put_away": 1, "not_received": 14,
    }  # fmt: skip


def test_an_order_refused_by_review_for_want_of_stock_waits_too(world):
    order_ids = world.orders(1, {"TS-A": STOCK + 5})
    review_orders(order_ids=order_ids, **BY)
    weigh_shortages(order_ids=order_ids, **BY)
    assert list(ShortOrder.objects.values_list("pk", "short")) == [(order_ids[0], 5)]


def test_from_the_board_what_is_there_is_shipped_of_an_order_that_review_refused(world):
    order_ids = world.orders(1, {"TS-A": STOCK + 5})
    review_orders(order_ids=order_ids, **BY)
    clerk = Actor(name="clerk", grants=frozenset({"plan_parcels"}))
    refused = ship_what_is_there(order_ids=order_ids, actor=clerk, at=AT).refused
    assert refused[order_ids[0]].data == {"grant": "force_review"}

    assert ship_what_is_there(order_ids=order_ids, **BY).done == order_ids
    order = Order.objects.get()
    assert (order.state, order.units_claimed, order.units) == ("in_warehouse", STOCK, STOCK + 5)
    assert order.holds.get().note == f"TS-A {STOCK}/{STOCK + 5}"
    weigh_shortages(order_ids=order_ids, **BY)
    assert ShortOrder.objects.get().short == 5


def test_an_order_with_more_than_stock_in_the_way_stays_in_review(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus={"TS-A": STOCK + 5}, buyer_message="red please")])
    refused = ship_what_is_there(order_ids=[order_id], **BY).refused
    assert [reason.code() for reason in refused[order_id].data["reasons"]] == ["remark_unread"]


def test_an_unmatched_line_is_a_cause(world):
    order_ids = make_orders(world.shop, [channel_order(skus=["WHAT"])])
    review_orders(order_ids=order_ids, **BY)
    weigh_shortages(order_ids=order_ids, **BY)
    assert ShortOrder.objects.get().causes == ["unmatched"]
    assert not ShortSku.objects.exists()


def test_when_goods_come_orders_go_on_by_themselves(world):
    refused = world.orders(1, {"TS-A": STOCK + 5})
    review_orders(order_ids=refused, **BY)
    weigh_shortages(order_ids=refused, **BY)
    make_stock(world.warehouse, {world.a.pk: 50})
    go_on_with_goods(ids=[world.a.pk])
    assert Order.objects.get(pk=refused[0]).state == "reviewed"
    assert not ShortOrder.objects.exists()
    assert not ShortSku.objects.exists()


def test_a_cancelled_order_leaves_the_board(world):
    order_ids = short_orders(world, 2)
    cancel_orders(order_ids=order_ids[:1], **BY)
    weigh_shortages(order_ids=order_ids[:1], **BY)
    assert list(ShortOrder.objects.values_list("pk", flat=True)) == order_ids[1:]
    assert ShortSku.objects.get().orders == 1


def test_stock_is_given_by_deadline_then_payment_and_urgent_orders_come_first(world):
    early, late = (short_orders(world, ship_by=AT.replace(hour=hour))[0] for hour in (5, 9))
    assert orders_waiting_for([world.a.pk]) == [early, late]
    assert rush_orders(order_ids=[late], **BY).done == [late]
    weigh_shortages(order_ids=[late], **BY)
    assert orders_waiting_for([world.a.pk]) == [late, early]
    assert list(ShortLine.objects.order_by("place").values_list("order_id", flat=True)) == [late, early]
    make_stock(world.warehouse, {world.a.pk: 10})
    plan_waiting_orders(ids=[world.a.pk])
    assert list(Order.objects.order_by("pk").values_list("state", flat=True)) == ["reviewed", "in_warehouse"]


@pytest.mark.parametrize("count", [1, 7])
def test_the_missing_pieces_of_a_sku_are_what_is_wanted_and_not_free(world, count):
    short_orders(world, count, {"TS-A": STOCK + 1})
    assert ShortSku.objects.get().short == count * (STOCK + 1) - STOCK
    assert Sku.objects.get(pk=ShortSku.objects.get().pk).code == "TS-A"


def test_a_line_of_other_goods_now_is_weighed_with_its_own_order(world):
    """Who else waits for those goods may be weighed before: the line stands where it was until its order's turn."""
    order = channel_order(skus={"TS-A": STOCK + 5})
    (order_id,) = make_orders(world.shop, [order])
    move_to(Order, [order_id], "reviewed")
    plan_parcels(order_ids=[order_id], **BY)
    weigh_shortages(order_ids=[order_id], **BY)
    OrderLine.objects.filter(order_id=order_id).update(sku=world.b, sku_code="TS-B")

    weigh_shortages(sku_ids=[world.b.pk], **BY)
    assert list(ShortSku.objects.values_list("code", flat=True)) == ["TS-A"]
    weigh_shortages(order_ids=[order_id], **BY)
    assert list(ShortSku.objects.values_list("code", flat=True)) == ["TS-B"]
    assert ShortLine.objects.get().sku == world.b
