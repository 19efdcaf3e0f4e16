from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.parcels import OrderNotReviewed, check_plannable
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def reviewed(world, count=1, skus=None):
    ids = world.orders(count, skus)
    review_orders(order_ids=ids, actor=ACTOR, at=AT)
    return ids


def test_a_parcel_holds_all_its_order_needs(world):
    (order_id,) = reviewed(world)
    assert plan_parcels(order_ids=[order_id], actor=ACTOR, at=AT).done == [order_id]

    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.units, parcel.sku_count, parcel.expected_g) == ("planned", 3, 2, 550)
    assert Availability.objects.get(sku=world.a).claimed == 2
    assert Order.objects.get().state == "in_warehouse"


def test_planning_twice_makes_one_parcel(world):
    ids = reviewed(world)
    plan_parcels(order_ids=ids, actor=ACTOR, at=AT)
    outcome = plan_parcels(order_ids=ids, actor=ACTOR, at=AT)

    assert outcome.done == []
    assert set(outcome.refused) == set(ids)
    assert ParcelLine.objects.count() == 2


def test_only_reviewed_orders_are_planned(world):
    (order_id,) = world.orders()
    assert plan_parcels(order_ids=[order_id], actor=ACTOR, at=AT).refused[order_id].code() == "order_not_reviewed"


def test_a_held_order_says_why_in_words(world):
    (order_id,) = reviewed(world)
    hold_orders(order_ids=[order_id], reason="by_hand", actor=ACTOR, at=AT)
    refusal = plan_parcels(order_ids=[order_id], actor=ACTOR, at=AT).refused[order_id]
    assert refusal.code() in {"order_on_hold", "order_not_reviewed"}
    assert "by_hand" not in refusal.sentence


def test_a_short_order_waits_and_holds_nothing_while_others_are_served(world):
    (short,), (served,) = reviewed(world, skus={"TS-A": 3, "TS-B": 1}), reviewed(world)
    Availability.objects.filter(sku=world.a).update(claimed=498)  # sold elsewhere after the review
    outcome = plan_parcels(order_ids=[short, served], actor=ACTOR, at=AT)

    assert outcome.done == [served]
    assert list(Hold.objects.values_list("order_id", "reason")) == [(short, "shortage")]
    assert Availability.objects.get(sku=world.b).claimed == 1


def test_an_order_of_another_shop_is_not_found(world):
    (order_id,) = reviewed(world)
    stranger = replace(ACTOR, shop_ids=frozenset({0}))
    assert plan_parcels(order_ids=[order_id], actor=stranger, at=AT).refused[order_id].code() == "not_found"


def test_without_a_warehouse_nothing_is_planned(world):
    make_warehouse("ELSE")
    (order_id,) = reviewed(world)
    nowhere = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert plan_parcels(order_ids=[order_id], actor=nowhere, at=AT).refused[order_id].code() == "no_warehouse"


def test_a_shortage_stops_no_parcel_under_way(world):
    parcel = world.parcel("printed")
    hold_orders(order_ids=[parcel.order_id], reason="shortage", actor=ACTOR, at=AT)
    assert Order.objects.get(pk=parcel.order_id).stop_reason == ""


def test_what_came_after_a_first_parcel_is_reviewed_before_it_is_planned():
    with pytest.raises(OrderNotReviewed):
        check_plannable(number="1", state="partly_shipped", hold_reasons=[])
