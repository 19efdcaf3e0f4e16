"""A platform that gives more or less time: parcels under way follow, and with them the board."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment import jobs
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.following import follow_deadlines
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.test_place_flows import CHEAP, FAST, priced
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

BY: Any = {"actor": ACTOR, "at": AT}
LATER = AT + timedelta(days=9)


def bought(world, count=1):
    orders = [channel_order(skus=world.usual, ship_by=LATER) for _ in range(count)]
    make_orders(world.shop, orders)
    return orders


def say(world, orders, **changes):
    """The platform says it of these orders, and the jobs run."""
    fresh = [replace(one, modified_at=AT, raw=f"{one.number}{changes}".encode(), **changes) for one in orders]
    before = Fact.objects.count()
    import_orders(shop_id=world.shop.pk, orders=fresh, **BY)
    moved = Fact.objects.filter(name="orders.order.deadline_moved").values_list("subject_id", flat=True)
    jobs.follow_moved_deadlines(ids=list(moved))
    assert Fact.objects.count() > before


def ids_of(orders):
    return list(
        Order.objects.filter(number__in=[one.number for one in orders]).order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("stage", ["planned", "waved", "printed", "picked", "verified", "weighed"])
def test_a_parcel_under_way_follows_its_order(world, stage):
    orders = bought(world)
    (parcel_id,) = take_to(stage, ids_of(orders))
    assert Parcel.objects.get().ship_by == LATER
    say(world, orders, ship_by=AT + timedelta(days=3), collect_by=AT + timedelta(days=4))
    parcel = Parcel.objects.get(pk=parcel_id)
    assert (parcel.ship_by, parcel.collect_by) == (AT + timedelta(days=3), AT + timedelta(days=4))


def test_what_the_platform_says_of_the_scan_alone_is_followed(world):
    orders = bought(world)
    take_to("printed", ids_of(orders))
    say(world, orders, collect_by=AT + timedelta(days=20))
    assert Parcel.objects.get().collect_by == AT + timedelta(days=20)
    assert Parcel.objects.get().ship_by == LATER


def test_a_merged_parcel_has_the_nearest_of_all_in_it(world):
    orders = bought(world, 2)
    ids = take_to("planned", ids_of(orders))
    merge_parcels(parcel_ids=ids, **BY)
    say(world, orders[:1], ship_by=AT + timedelta(days=12))
    assert Parcel.objects.get(state="planned").ship_by == LATER
    say(world, orders[1:], ship_by=AT + timedelta(days=2))
    assert Parcel.objects.get(state="planned").ship_by == AT + timedelta(days=2)


def test_what_has_left_stays_as_it_was(world):
    orders = bought(world)
    take_to("shipped", ids_of(orders))
    say(world, orders, ship_by=AT + timedelta(days=3))
    assert Parcel.objects.get().ship_by == LATER


def test_less_time_is_a_faster_carrier_for_what_has_no_paper(world):
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (CHEAP, FAST)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[priced(CHEAP, "3.00", 9), priced(FAST, "9.00", 2)], **BY)
    orders = bought(world, 2)
    waits, goes = ids_of(orders)
    take_to("planned", [waits])
    take_to("printed", [goes])
    assert set(Parcel.objects.values_list("carrier", flat=True)) == {CHEAP}
    say(world, orders, ship_by=AT + timedelta(hours=3))
    assert dict(Parcel.objects.values_list("state", "carrier")) == {"planned": FAST, "printed": CHEAP}


def test_the_statements_are_as_many_for_twenty(world):
    counts = []
    for count in (1, 20):
        order_ids = ids_of(bought(world, count))
        take_to("planned", order_ids)
        with CaptureQueriesContext(connection) as asked:
            follow_deadlines(order_ids, **BY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
