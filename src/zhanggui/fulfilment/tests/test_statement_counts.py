"""The statements of a flow do not grow with its set."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import ACTOR, AT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = 40


def stopped(world, count):
    ids = [parcel.pk for parcel in world.parcels("picked", count)]
    stop_parcels(parcel_ids=ids, reason="refund", actor=ACTOR, at=AT)
    return ids


def reviewed(world, count):
    ids = world.orders(count)
    review_orders(order_ids=ids, actor=ACTOR, at=AT)
    return ids


def parcels(stage):
    return lambda world, count: [parcel.pk for parcel in world.parcels(stage, count)]


def waves(world, count):
    return sorted({parcel.wave_id for parcel in world.parcels("printed", count)})


def orders_under_way(world, count):
    ids = [parcel.order_id for parcel in world.parcels("picked", count)]
    hold_orders(order_ids=ids, actor=ACTOR, at=AT)
    return ids


CASES = {
    "plan_parcels": (reviewed, lambda ids: plan_parcels(order_ids=ids, actor=ACTOR, at=AT)),
    "build_waves": (parcels("planned"), lambda ids: build_waves(parcel_ids=ids, wave_size=10, actor=ACTOR, at=AT)),
    "print_parcels": (parcels("waved"), lambda ids: print_parcels(parcel_ids=ids, actor=ACTOR, at=AT)),
    "reprint_parcels": (parcels("printed"), lambda ids: reprint_parcels(parcel_ids=ids, actor=ACTOR, at=AT)),
    "pick_waves": (waves, lambda ids: pick_waves(wave_ids=ids, actor=ACTOR, at=AT)),
    "weigh_parcels": (
        parcels("verified"),
        lambda ids: weigh_parcels(grams=dict.fromkeys(ids, 590), actor=ACTOR, at=AT),
    ),
    "ship_parcels": (parcels("weighed"), lambda ids: ship_parcels(parcel_ids=ids, actor=ACTOR, at=AT)),
    "stop_parcels": (parcels("waved"), lambda ids: stop_parcels(parcel_ids=ids, reason="refund", actor=ACTOR, at=AT)),
    "stop_orders": (orders_under_way, lambda ids: stop_orders(order_ids=ids, actor=ACTOR, at=AT)),
    "clear_stopped_parcels": (stopped, lambda ids: clear_stopped_parcels(parcel_ids=ids, actor=ACTOR, at=AT)),
}


@pytest.mark.parametrize("name", CASES)
def test_many_documents_cost_the_statements_of_one(world, name):
    prepare, run = CASES[name]
    counts = []
    for count in (1, MANY):
        ids = prepare(world, count)
        with CaptureQueriesContext(connection) as statements:
            outcome = run(ids)
        assert not outcome.refused
        counts.append(len(statements))
    assert counts[0] == counts[1]
