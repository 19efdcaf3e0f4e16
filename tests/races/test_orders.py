"""Two doors reach for the same order at the same moment."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.inventory.models import Availability
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, OrderLine, OrderSnapshot, Review
from zhanggui.orders.testing import channel_order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_first_imports_of_one_order_make_one_order():
    world = make_world()
    older = channel_order("R1", [world.skus[0].code])
    newer = replace(older, modified_at=older.modified_at + timedelta(minutes=1), buyer_message="quick", raw=b"newer")
    both = [partial(import_orders, shop_id=world.shop.pk, orders=[one], **BY) for one in (older, newer) * 4]

    outcomes = at_once(both)

    assert [outcome.done for outcome in outcomes] == [["R1"]] * 8
    assert Order.objects.get().buyer_message == "quick"
    assert OrderLine.objects.count() == 1
    assert Fact.objects.filter(name="orders.order.imported").count() == 1
    assert OrderSnapshot.objects.count() == 2
    assert broken_promises() == []


def test_two_reviews_at_once_pass_an_order_once():
    world = make_world()
    order_ids = world.orders(20)
    outcomes = at_once([partial(review_orders, order_ids=order_ids[:: 1 - 2 * (n % 2)], **BY) for n in range(4)])

    assert sorted(pk for outcome in outcomes for pk in outcome.done) == sorted(order_ids)
    assert Review.objects.count() == 20
    assert Fact.objects.filter(name="orders.order.reviewed").count() == 20


def test_two_hundred_orders_and_one_piece():
    world = make_world(pieces=1)
    order_ids = world.orders(200)
    review_orders(order_ids=order_ids, forced=["stock"], reason="more is on its way", **BY)

    outcomes = at_once([partial(plan_parcels, order_ids=[order_id], **BY) for order_id in order_ids], hands=8)

    assert sum(len(outcome.done) for outcome in outcomes) == 1
    assert Parcel.objects.count() == 1
    assert Availability.objects.get().claimed == 1
    assert Order.objects.filter(open_holds=1).count() == 199
    assert broken_promises() == []


def test_an_order_planned_twice_at_once_has_one_parcel():
    world = make_world()
    order_ids = world.orders(10)
    review_orders(order_ids=order_ids, **BY)
    at_once([partial(plan_parcels, order_ids=order_ids[:: 1 - 2 * (n % 2)], **BY) for n in range(4)])

    assert Parcel.objects.count() == 10
    assert broken_promises() == []


@pytest.mark.parametrize("stopping", [cancel_orders, hold_orders])
def test_whoever_wins_against_planning_nothing_is_left_under_way(stopping):
    world = make_world()
    order_ids = world.orders(12)
    review_orders(order_ids=order_ids, **BY)
    plans = [partial(plan_parcels, order_ids=[order_id], **BY) for order_id in order_ids]
    stops = [partial(stopping, order_ids=[order_id], **BY) for order_id in order_ids]
    at_once([task for pair in zip(plans, stops, strict=True) for task in pair])

    asked = Fact.objects.filter(name="orders.order.stop_asked").values_list("subject_id", flat=True)
    stop_orders(order_ids=list(asked), **BY)

    assert set(Parcel.objects.values_list("state", flat=True)) <= {"void"}
    assert Availability.objects.get().claimed == 0
    assert broken_promises() == []


def test_shuffled_sets_never_lock_each_other_out():
    world = make_world(skus=3)
    order_ids = world.orders(30)
    review_orders(order_ids=order_ids, **BY)
    draw = random.Random(7)

    def shuffled() -> list[int]:
        return draw.sample(order_ids, 20)

    tasks = []
    for _ in range(5):
        tasks.append(partial(plan_parcels, order_ids=shuffled(), **BY))
        tasks.append(partial(hold_orders, order_ids=shuffled(), **BY))
        tasks.append(partial(release_orders, order_ids=shuffled(), **BY))
        tasks.append(partial(stop_orders, order_ids=shuffled(), **BY))
        tasks.append(partial(review_orders, order_ids=shuffled(), **BY))
    at_once(tasks, hands=10)

    assert broken_promises() == []
