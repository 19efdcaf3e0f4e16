"""A lot that is stopped stops every parcel that carries it and has not left, and no other."""

from datetime import date

import pytest

from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.recalls.lots import unsent_parcels_with
from zhanggui.fulfilment.rules.waves import Waiting
from zhanggui.fulfilment.waving.loading import Line, wants_of
from zhanggui.inventory.flows.register_lots import register_lots
from zhanggui.inventory.flows.set_shop_lives import set_shop_lives
from zhanggui.inventory.flows.stop_lots import stop_lots
from zhanggui.inventory.models import Lot
from zhanggui.inventory.rules.lots import LotDraft
from zhanggui.orders.testing import ACTOR, AT

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


def test_a_shop_asks_for_the_life_it_sells_with(world):
    parcel = world.parcel("planned")
    set_shop_lives(shop_ids=[parcel.shop_id], days=30, actor=ACTOR, at=AT).one()
    waiting = [
        Waiting(parcel.pk, parcel.warehouse_id, parcel.carrier, 1, 1, parcel.ship_by, False, 100, parcel.shop_id)
    ]
    (want,) = wants_of(waiting, {1: Line(parcel.pk, 7, 2)})
    assert want.least_days == 30
