from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.rules.parcels import PackingPlaceMissing
from zhanggui.inventory.models import Location, Move
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def test_shipping_twice_moves_and_tells_once(world):
    parcel = world.parcel("weighed")
    assert ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).done == [parcel.pk]
    refusal = ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk]

    assert (refusal.code(), refusal.sound) == ("shipped_already", "already_scanned")
    assert f"at {AT.astimezone(company_zone()):%H:%M} by" in refusal.sentence
    assert Move.objects.filter(cause="ship_parcels").count() == 2
    assert Fact.objects.filter(name="fulfilment.parcel.shipped").count() == 1


@pytest.mark.parametrize("stage", ["planned", "waved", "printed", "picked", "verified"])
def test_nothing_leaves_before_it_is_weighed(world, stage):
    parcel = world.parcel(stage)
    assert ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).refused[parcel.pk].code() == "parcel_not_there"


def test_one_stopped_parcel_does_not_block_the_others(world):
    stopped, held, goes = world.parcels("weighed", 3)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    Order.objects.filter(pk=held.order_id).update(open_holds=1)
    outcome = ship_parcels(parcel_ids=[stopped.pk, held.pk, goes.pk], actor=ACTOR, at=AT)

    assert outcome.done == [goes.pk]
    assert outcome.refused[stopped.pk].code() == "parcel_stopped"
    assert outcome.refused[held.pk].code() == "order_held"


def test_another_warehouse_ships_nothing(world):
    parcel = world.parcel("weighed")
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert ship_parcels(parcel_ids=[parcel.pk], actor=stranger, at=AT).refused[parcel.pk].code() == "not_found"
    assert Parcel.objects.get().state == "weighed"


def test_a_warehouse_without_a_packing_place_says_so(world):
    parcel = world.parcel("weighed")
    Location.objects.filter(kind="packing").update(kind="storage")
    outcome = ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    assert isinstance(outcome.refused[parcel.pk], PackingPlaceMissing)


def test_each_pick_of_a_line_leaves_with_its_own_move(world):
    parcel = world.parcel("weighed", {"TS-A": 1})
    pick = Pick.objects.get()
    assert ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).done == [parcel.pk]
    move = Move.objects.get(cause="ship_parcels")
    assert (move.cause_id, move.lot, move.quantity) == (pick.pk, pick.lot, pick.quantity)
