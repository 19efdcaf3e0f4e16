"""Parcels are sent from elsewhere by several clerks at once, while others stop them."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.relocate_parcels import relocate_parcels
from zhanggui.fulfilment.flows.restore_parcels import restore_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.choose_warehouses import choose_warehouses

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def planned_here(world, number):
    """Parcels in the first warehouse, and a second one with pieces for three of them."""
    other = make_warehouse()
    make_stock(other, {sku.pk: 3 for sku in world.skus})
    order_ids = world.orders(number)
    choose_warehouses(order_ids=order_ids, warehouse_id=world.warehouse.pk, **BY)
    return other.pk, take_to("planned", order_ids)


def test_pieces_for_three_parcels_serve_three_clerks():
    world = make_world()
    target, parcel_ids = planned_here(world, 8)
    tasks = [partial(relocate_parcels, parcel_ids=[pk], warehouse_id=target, **BY) for pk in parcel_ids]
    outcomes = at_once(tasks)
    assert sum(len(outcome.done) for outcome in outcomes) == 3
    assert Parcel.objects.filter(warehouse_id=target).count() == 3
    held = dict(Availability.objects.filter(sku=world.skus[0]).values_list("warehouse_id", "claimed"))
    assert held == {world.warehouse.pk: 5, target: 3}
    assert broken_promises() == []


def test_moving_back_and_forth_and_stopping_leaves_no_piece_behind():
    world = make_world()
    target, parcel_ids = planned_here(world, 3)
    tasks = [partial(relocate_parcels, parcel_ids=parcel_ids, warehouse_id=target, **BY)] * 2
    tasks += [partial(restore_parcels, parcel_ids=parcel_ids, **BY)] * 2
    tasks += [partial(stop_parcels, parcel_ids=parcel_ids[:1], reason="refund", **BY)]
    at_once(tasks)
    claimed = sum(Availability.objects.filter(sku=world.skus[0]).values_list("claimed", flat=True))
    assert claimed == Parcel.objects.exclude(state="void").count() == 2
    assert broken_promises() == []
