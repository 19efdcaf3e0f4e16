from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.inventory.models import Balance
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def ids_of(parcels):
    return [parcel.pk for parcel in parcels]


def test_each_parcel_has_a_cell_and_its_pieces_a_bin(world):
    parcels = world.parcels("planned", 3)
    outcome = build_waves(parcel_ids=ids_of(parcels), actor=ACTOR, at=AT)

    assert sorted(outcome.done) == ids_of(parcels)
    wave = Wave.objects.get()
    assert (wave.kind, wave.state, wave.parcel_count, wave.units) == ("multi", "open", 3, 9)
    assert list(Parcel.objects.order_by("cell").values_list("cell", flat=True)) == [1, 2, 3]
    assert sum(Pick.objects.values_list("quantity", flat=True)) == 9
    assert Balance.objects.get(sku=world.a).promised == 6


def test_waves_are_cut_to_size_and_by_kind(world):
    single = world.parcels("planned", 3, {"TS-A": 1})
    multi = world.parcels("planned", 2)
    build_waves(parcel_ids=ids_of(single + multi), wave_size=2, actor=ACTOR, at=AT)
    assert sorted(Wave.objects.values_list("kind", "parcel_count")) == [("multi", 2), ("single", 1), ("single", 2)]


def test_building_twice_never_puts_a_parcel_in_two_waves(world):
    ids = ids_of(world.parcels("planned", 2))
    build_waves(parcel_ids=ids, actor=ACTOR, at=AT)
    outcome = build_waves(parcel_ids=ids, actor=ACTOR, at=AT)

    assert {refusal.code() for refusal in outcome.refused.values()} == {"not_waiting"}
    assert Wave.objects.count() == 1


def test_an_order_on_hold_is_left_out(world):
    held, free = world.parcels("planned", 2)
    Order.objects.filter(pk=held.order_id).update(open_holds=1)
    outcome = build_waves(parcel_ids=[held.pk, free.pk], actor=ACTOR, at=AT)

    assert outcome.done == [free.pk]
    assert outcome.refused[held.pk].code() == "order_held"
    assert "{" not in outcome.refused[held.pk].sentence


def test_a_parcel_kicked_out_frees_its_cell_its_bins_and_the_counts(world):
    out, stays = world.parcels("waved", 2)
    stop_parcels(parcel_ids=[out.pk], reason="refund", actor=ACTOR, at=AT)

    wave = Wave.objects.get()
    assert (wave.parcel_count, wave.units) == (1, 3)
    out.refresh_from_db()
    assert (out.state, out.wave_id, out.cell) == ("void", None, None)
    assert set(Pick.objects.filter(parcel_line__parcel=out).values_list("state", flat=True)) == {"cancelled"}
    assert Balance.objects.get(sku=world.a).promised == 2

    stop_parcels(parcel_ids=[stays.pk], reason="refund", actor=ACTOR, at=AT)
    assert Wave.objects.get().state == "cancelled"


def test_another_warehouse_builds_nothing(world):
    ids = ids_of(world.parcels("planned"))
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert set(build_waves(parcel_ids=ids, actor=stranger, at=AT).refused) == set(ids)
