from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Wave
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.testing import place_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


def test_the_goods_lie_at_the_packing_place_and_claims_are_used(world):
    parcel = world.parcel("printed")
    pick_waves(wave_ids=[parcel.wave_id], actor=ACTOR, at=AT)

    assert Parcel.objects.get().state == "picked"
    assert list(ParcelLine.objects.order_by("pk").values_list("picked", flat=True)) == [2, 1]
    packing = place_of(world.warehouse, "PACK")
    assert Balance.objects.get(sku=world.a, location_id=packing).on_hand == 2
    assert Availability.objects.get(sku=world.a).claimed == 0


def test_a_parcel_stopped_meanwhile_stays_in_its_bins(world):
    stopped, goes = world.parcels("printed", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    pick_waves(wave_ids=[goes.wave_id], actor=ACTOR, at=AT)

    assert dict(Parcel.objects.values_list("pk", "state")) == {stopped.pk: "stopped", goes.pk: "picked"}
    assert set(ParcelLine.objects.filter(parcel=stopped).values_list("picked", flat=True)) == {0}


def test_picking_twice_moves_goods_once(world):
    parcel = world.parcel("picked")
    outcome = pick_waves(wave_ids=[parcel.wave_id], actor=ACTOR, at=AT)
    assert outcome.refused[parcel.wave_id].code() == "wave_not_printed"
    assert Availability.objects.get(sku=world.a).sellable == 498


def test_only_printed_waves_are_picked_and_only_in_ones_own_warehouse(world):
    wave_id = world.parcel("waved").wave_id
    assert pick_waves(wave_ids=[wave_id], actor=ACTOR, at=AT).refused[wave_id].code() == "wave_not_printed"
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert pick_waves(wave_ids=[wave_id], actor=stranger, at=AT).refused[wave_id].code() == "not_found"
    assert Wave.objects.get().state == "open"


def test_a_wave_that_two_shops_share_is_confirmed_by_someone_who_sees_both(world):
    theirs = make_orders(make_shop(), [channel_order(skus=world.usual)])
    take_to("printed", [*world.orders(), *theirs])
    wave = Wave.objects.get()
    clerk = replace(ACTOR, shop_ids=frozenset({world.shop.pk}))
    assert list(Wave.objects.visible_to(clerk)) == [wave]
    assert not Wave.objects.visible_to(replace(ACTOR, shop_ids=frozenset({0}))).exists()

    refusal = pick_waves(wave_ids=[wave.pk], actor=clerk, at=AT).refused[wave.pk]
    assert refusal.code() == "wave_of_other_shops"
    assert set(Parcel.objects.values_list("state", flat=True)) == {"printed"}
    both = replace(ACTOR, shop_ids=frozenset(Parcel.objects.values_list("shop_id", flat=True)))
    assert pick_waves(wave_ids=[wave.pk], actor=both, at=AT).done == [wave.pk]
