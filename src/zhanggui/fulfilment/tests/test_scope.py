"""Whose incidents, intercepts, waves and print jobs are: written by the database, whatever flow makes them."""

from dataclasses import replace
from typing import Any

import pytest

from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.models import Incident, Intercept, Parcel, PrintJob, Wave
from zhanggui.fulfilment.printing import print_waves
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def left(world):
    """A parcel that has left, and of which everything went wrong."""
    parcel = world.parcel("shipped")
    open_intercepts(parcel_ids=[parcel.pk], reason="x", **BY)
    where = parcel.warehouse_id
    reports = [
        Report("reported", where, f"parcel:{parcel.pk}", parcel_id=parcel.pk, words="wet"),
        Report("reported", where, "code:7", words="lies about"),
    ]
    report_incidents(reports=reports, **BY)
    return parcel


@pytest.fixture
def shared(world):
    """A wave with parcels of two shops, whose labels are in one print job."""
    theirs = make_shop()
    parcels = take_to("waved", [*world.orders(2), *make_orders(theirs, [channel_order(skus=world.usual)])])
    wave = Wave.objects.get(parcels=parcels[0])
    return theirs, parcels, wave


def scopes():
    return [
        list(Incident.objects.order_by("pk").values_list("shop_id", flat=True)),
        *(list(Intercept.objects.values_list("shop_id", "warehouse_id"))),
    ]


def seen(model, **limits: Any) -> int:
    scope: dict[str, Any] = {name: frozenset({pk}) for name, pk in limits.items()}
    return model.objects.visible_to(replace(ACTOR, **scope)).count()


def test_cases_are_of_the_shop_and_warehouse_of_their_parcel(left):
    shop, warehouse = left.shop_id, left.warehouse_id
    assert scopes() == [[None, shop], (shop, warehouse)]
    assert (seen(Incident, shop_ids=shop), seen(Intercept, shop_ids=shop, warehouse_ids=warehouse)) == (2, 1)
    assert (seen(Incident, shop_ids=0), seen(Intercept, shop_ids=0), seen(Intercept, warehouse_ids=0)) == (1, 0, 0)


def test_nothing_else_can_be_written(left):
    before, other = scopes(), make_shop()
    Incident.objects.update(shop=other)
    Intercept.objects.update(shop=other, warehouse=make_warehouse())
    assert scopes() == before


def test_a_parcel_that_moves_takes_its_cases_along(left):
    shop, warehouse = make_shop(), make_warehouse()
    Parcel.objects.filter(pk=left.pk).update(shop=shop, warehouse=warehouse)
    assert scopes() == [[None, shop.pk], (shop.pk, warehouse.pk)]


def test_a_wave_is_of_the_shops_whose_parcels_are_in_it(world, shared):
    theirs, (first, second, other), wave = shared
    assert (seen(Wave, shop_ids=theirs.pk), seen(Wave, shop_ids=world.shop.pk), seen(Wave, shop_ids=0)) == (1, 1, 0)
    for parcel_id, shops in ((other, {world.shop.pk}), (first, {world.shop.pk}), (second, set())):
        kick_out_parcels(parcel_ids=[parcel_id], **BY)
        wave.refresh_from_db()
        assert set(wave.shop_ids) == shops


def test_a_print_job_is_of_the_shops_and_warehouses_of_its_labels(world, shared):
    theirs, _, wave = shared
    print_waves(wave_ids=[wave.pk], **BY)
    job = PrintJob.objects.get()
    assert (set(job.shop_ids), job.warehouse_ids) == ({world.shop.pk, theirs.pk}, [world.warehouse.pk])
    assert (seen(PrintJob, shop_ids=theirs.pk), seen(PrintJob, warehouse_ids=world.warehouse.pk)) == (1, 1)
    assert (seen(PrintJob, shop_ids=0), seen(PrintJob, shop_ids=theirs.pk, warehouse_ids=0)) == (0, 0)
