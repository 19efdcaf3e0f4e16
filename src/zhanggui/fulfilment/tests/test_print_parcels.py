from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def test_printed_parcels_have_waybills_of_their_own_and_their_wave_waits_for_the_labels(world):
    parcels = world.parcels("waved", 3)
    print_parcels(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=AT)
    assert Wave.objects.get().state == "open"
    assert len(set(Parcel.objects.values_list("waybill", flat=True)) - {""}) == 3


def test_printing_twice_keeps_the_waybill(world):
    parcel = world.parcel("printed")
    outcome = print_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    assert outcome.refused[parcel.pk].code() == "parcel_not_there"
    assert Parcel.objects.get().waybill == parcel.waybill


def test_an_order_on_hold_is_not_printed(world):
    held, free = world.parcels("waved", 2)
    Order.objects.filter(pk=held.order_id).update(open_holds=1)
    outcome = print_parcels(parcel_ids=[held.pk, free.pk], actor=ACTOR, at=AT)
    assert (outcome.done, outcome.refused[held.pk].code()) == ([free.pk], "order_held")


def test_a_carrier_that_is_not_installed_refuses_its_own_parcels_only(world):
    odd, usual = world.parcels("waved", 2)
    Parcel.objects.filter(pk=odd.pk).update(carrier="pigeon")
    outcome = print_parcels(parcel_ids=[odd.pk, usual.pk], actor=ACTOR, at=AT)
    assert (outcome.done, outcome.refused[odd.pk].code()) == ([usual.pk], "carrier_unknown")


def test_a_reprint_counts_and_keeps_the_number(world):
    parcel = world.parcel("picked")
    reprint_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    again = Parcel.objects.get()
    assert (again.prints, again.waybill, again.state) == (2, parcel.waybill, "picked")


def test_a_stopped_parcel_is_never_printed_again_and_says_why(world):
    parcel = world.parcel("printed")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    refusal = reprint_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]
    assert refusal.code() == "parcel_stopped"
    assert "Refund asked" in refusal.sentence


def test_another_warehouse_finds_nothing(world):
    parcel = world.parcel("waved")
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    for flow in (print_parcels, reprint_parcels):
        assert flow(parcel_ids=[parcel.pk], actor=stranger, at=AT).refused[parcel.pk].code() == "not_found"
