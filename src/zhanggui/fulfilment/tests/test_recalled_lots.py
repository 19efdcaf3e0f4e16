"""A lot that is stopped stops every parcel that carries it and has not left, and no other."""

from datetime import date

import pytest
from django.test import Client

from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.recalls.lots import unsent_parcels_with
from zhanggui.fulfilment.recalls.of_lot import lines_of, sums_of
from zhanggui.fulfilment.rules.waves import Waiting
from zhanggui.fulfilment.waving.loading import Line, wants_of
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.flows.set_shop_lives import set_shop_lives
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.models import Lot
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.kernel.actor import Actor
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


def test_parcels_that_carry_it_are_found_and_those_that_left_are_not(world):
    printed, weighed, shipped = (world.parcel(stage) for stage in ("printed", "weighed", "shipped"))
    sku_id = Pick.objects.filter(parcel_line__parcel=printed)[0].sku_id
    register_lots(lots=[LotDraft(sku_id, "RECALLED", expires_on=date(2027, 1, 1))], actor=ACTOR, at=AT)
    Pick.objects.filter(sku_id=sku_id).update(lot="RECALLED")
    lot = Lot.objects.get()
    assert unsent_parcels_with([lot.pk]) == {}
    stop_lots(lot_ids=[lot.pk], reason="glass", actor=ACTOR, at=AT).one()
    assert unsent_parcels_with([lot.pk]) == dict.fromkeys([printed.pk, weighed.pk], "RECALLED: glass")
    assert Parcel.objects.get(pk=shipped.pk).state == "shipped"


def test_the_sheet_of_a_lot_names_every_parcel_that_carries_it_and_what_left(world):
    printed, shipped = (world.parcel(stage) for stage in ("printed", "shipped"))
    sku_id = Pick.objects.filter(parcel_line__parcel=printed)[0].sku_id
    register_lots(lots=[LotDraft(sku_id, "RECALLED")], actor=ACTOR, at=AT)
    Pick.objects.filter(sku_id=sku_id).update(lot="RECALLED")
    lot = Lot.objects.get()
    rows = {row["number"]: row for row in lines_of(lot, ACTOR)}
    assert rows.keys() == {printed.number, shipped.number}
    sums = sums_of(lot, ACTOR)
    assert sums is not None
    assert (sums["inside"], sums["left"]) == (rows[printed.number]["pieces"], rows[shipped.number]["pieces"])
    client = Client()
    client.force_login(make_user("lena", roles=["warehouse_manager"]))
    page = client.get(f"/sheet/lots/{lot.pk}/").content.decode()
    assert printed.number in page
    assert sums["file"] in page
    file = client.get(sums["file"]).content.decode("utf-8-sig").splitlines()
    assert [shipped.number in "".join(file), len(file)] == [True, 3]


def test_a_stranger_to_parcels_reads_none_of_them(world):
    parcel = world.parcel("printed")
    sku_id = Pick.objects.filter(parcel_line__parcel=parcel)[0].sku_id
    register_lots(lots=[LotDraft(sku_id, "RECALLED")], actor=ACTOR, at=AT)
    Pick.objects.filter(sku_id=sku_id).update(lot="RECALLED")
    lot = Lot.objects.get()
    assert (lines_of(lot, Actor("nobody")), sums_of(lot, Actor("nobody"))) == ([], None)
    elsewhere = Actor("elsewhere", grants=frozenset({"see_parcels"}), warehouse_ids=frozenset({0}))
    assert lines_of(lot, elsewhere) == []


def test_a_shop_asks_for_the_life_it_sells_with(world):
    parcel = world.parcel("planned")
    set_shop_lives(shop_ids=[parcel.shop_id], days=30, actor=ACTOR, at=AT).one()
    waiting = [
        Waiting(parcel.pk, parcel.warehouse_id, parcel.carrier, 1, 1, parcel.ship_by, False, 100, parcel.shop_id)
    ]
    (want,) = wants_of(waiting, {1: Line(parcel.pk, 7, 2)})
    assert want.least_days == 30
