from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.weights import paper_band
from zhanggui.orders.models import OrderLine
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def weigh(parcel, grams, actor=ACTOR):
    return weigh_parcels(grams={parcel.pk: grams}, actor=actor, at=AT)


def test_a_weighed_parcel_counts_as_packed(world):
    parcel = world.parcel("verified")
    assert weigh(parcel, 590).done == [parcel.pk]
    assert (Parcel.objects.get().state, Parcel.objects.get().weighed_g) == ("weighed", 590)
    assert list(OrderLine.objects.order_by("pk").values_list("packed", flat=True)) == [2, 1]


@pytest.mark.parametrize(("expected", "low", "high"), [(550, 380, 780), (400, 260, 600), (48, 28, 128), (10, 1, 90)])
def test_the_band_on_paper_is_the_goods_with_packing_and_a_share(expected, low, high):
    band = paper_band(expected)
    assert band
    assert (band.low, band.high) == (low, high)


def test_a_box_that_is_known_is_no_packing_of_unknown_weight():
    assert paper_band(550, tare_g=120) == (500, 670, 840)
    assert paper_band(0) is None


@pytest.mark.parametrize(
    ("grams", "code"),
    [(379, "parcel_too_light"), (781, "parcel_too_heavy"), (0, "not_a_weight"), (100_001, "not_a_weight")],
)
def test_a_weight_outside_the_band_stops_at_the_scale(world, grams, code):
    parcel = world.parcel("verified")
    refusal = weigh(parcel, grams).refused[parcel.pk]
    assert refusal.code() == code
    assert "{" not in refusal.sentence
    assert Parcel.objects.get().state == "verified"


@pytest.mark.parametrize("grams", [380, 780])
def test_the_edges_of_the_band_pass(world, grams):
    parcel = world.parcel("verified")
    assert weigh(parcel, grams).done == [parcel.pk]


def test_unverified_parcels_and_those_of_another_warehouse_are_refused(world):
    parcel = world.parcel("picked")
    assert weigh(parcel, 590).refused[parcel.pk].code() == "parcel_not_there"
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert weigh(parcel, 590, stranger).refused[parcel.pk].code() == "not_found"


def test_weighing_twice_packs_once(world):
    parcel = world.parcel("weighed")
    assert weigh(parcel, 590).refused[parcel.pk].code() == "parcel_not_there"
    assert list(OrderLine.objects.order_by("pk").values_list("packed", flat=True)) == [2, 1]
