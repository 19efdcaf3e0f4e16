"""Planners, clerks and stops at once on parcels that go to one receiver."""

from functools import partial

import pytest
from django.conf import settings
from django.db.models import Sum

from tests.races.at_once import at_once
from tests.world import BY, World, broken_promises, make_world
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft, set_merge_groups
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.states import LIVE
from zhanggui.inventory.models import Availability
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def reviewed(world: World, number: int) -> list[int]:
    order_ids = world.orders(number)
    review_orders(order_ids=order_ids, **BY)
    return order_ids


def merging_world(**limits: int) -> World:
    world = make_world()
    set_merge_groups(groups=[GroupDraft("all", (world.shop.pk,), **limits)], **BY)
    return world


def travelling() -> dict[int, int]:
    """Pieces of each order line in parcels on their way."""
    lines = ParcelLine.objects.filter(parcel__state__in=LIVE).values_list("order_line_id")
    return dict(lines.annotate(pieces=Sum("quantity")))


def test_planners_at_once_put_no_line_into_two_parcels():
    world = merging_world(most_orders=50, most_units=500)
    first = reviewed(world, 2)
    plan_parcels(order_ids=first, **BY)
    order_ids = reviewed(world, 16)

    at_once([partial(plan_parcels, order_ids=order_ids[place : place + 4], **BY) for place in range(0, 16, 2)])

    assert set(travelling().values()) == {1}
    assert len(travelling()) == 18
    assert broken_promises() == []


def test_a_merge_and_its_undo_leave_no_moment_in_which_a_claim_is_free():
    world = make_world(pieces=6)
    order_ids = reviewed(world, 6)
    plan_parcels(order_ids=order_ids, **BY)
    parcel_ids = list(Parcel.objects.order_by("pk").values_list("pk", flat=True))
    greedy = world.orders(4)
    Order.objects.filter(pk__in=greedy).update(state="reviewed")

    def back_and_forth() -> None:
        for _ in range(5):
            merge_parcels(parcel_ids=parcel_ids, **BY)
            unmerge_parcels(parcel_ids=parcel_ids[:1], **BY)

    at_once([back_and_forth, back_and_forth, *(partial(plan_parcels, order_ids=[one], **BY) for one in greedy)])

    assert Availability.objects.get(sku=world.skus[0]).claimed == 6
    assert not Order.objects.filter(pk__in=greedy, units_claimed__gt=0).exists()
    assert broken_promises() == []


def test_clerks_who_merge_sets_that_overlap_make_one_parcel_and_it_comes_apart_again():
    world = make_world()
    plan_parcels(order_ids=reviewed(world, 6), **BY)
    parcel_ids = list(Parcel.objects.order_by("pk").values_list("pk", flat=True))
    before = list(ParcelLine.objects.order_by("pk").values_list("pk", "parcel_id", "quantity"))

    sets = [parcel_ids[:4], parcel_ids[2:][::-1], parcel_ids[1:5], parcel_ids[::-1]]
    at_once([partial(merge_parcels, parcel_ids=one, **BY) for one in sets])

    assert set(travelling().values()) == {1}
    assert len(travelling()) == 6
    live = Parcel.objects.filter(state__in=LIVE)
    assert sum(live.values_list("units", flat=True)) == 6
    assert Availability.objects.get(sku=world.skus[0]).claimed == 6
    assert broken_promises() == []
    unmerge_parcels(parcel_ids=list(live.values_list("pk", flat=True)), **BY)
    assert list(ParcelLine.objects.order_by("pk").values_list("pk", "parcel_id", "quantity")) == before


def test_orders_stopped_while_others_join_their_parcel_leave_it_alone():
    world = merging_world(most_orders=50, most_units=500)
    first = reviewed(world, 4)
    plan_parcels(order_ids=first, **BY)
    hold_orders(order_ids=first[:2], note="wait", **BY)
    more = reviewed(world, 8)

    at_once(
        [
            *(partial(stop_orders, order_ids=[one], **BY) for one in first[:2]),
            *(partial(plan_parcels, order_ids=more[place : place + 2], **BY) for place in range(0, 8, 2)),
        ]
    )

    assert not ParcelLine.objects.filter(parcel__state__in=LIVE, order_line__order_id__in=first[:2]).exists()
    assert len(travelling()) == 10
    assert broken_promises() == []
