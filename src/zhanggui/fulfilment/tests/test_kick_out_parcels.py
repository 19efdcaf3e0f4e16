from typing import Any

import pytest
from django.db import connection

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.goods_proof import picks_fill_lines, promises_serve_picks
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.papers import pick_rows
from zhanggui.inventory.models import Balance, Claim
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def kick(*parcels):
    return kick_out_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY)


def pieces_of(wave):
    return {row.sku_code: row.quantity for row in pick_rows(wave.pk)}


def holds():
    connection.check_constraints()
    return [*picks_fill_lines(), *promises_serve_picks()] == []


def test_without_paper_it_waits_for_another_wave(world):
    out, _ = world.parcels("waved", 2)
    assert kick(out).done == [out.pk]
    wave = Wave.objects.get()
    assert (wave.state, wave.parcel_count, wave.units) == ("open", 1, 3)
    assert pieces_of(wave) == {"TS-A": 2, "TS-B": 1}
    out.refresh_from_db()
    assert (out.state, out.wave_id, out.cell) == ("planned", None, None)
    assert Claim.objects.filter(state="held").count() == 4
    assert Balance.objects.get(sku=world.a).promised == 2
    assert build_waves(parcel_ids=[out.pk], **BY).done == [out.pk]
    assert holds()


def test_the_last_one_out_ends_the_wave(world):
    parcel = world.parcel("waved")
    kick(parcel)
    assert Wave.objects.get().state == "cancelled"


def test_a_printed_one_keeps_its_number_and_its_bins_in_a_wave_of_its_own(world):
    out, stays = world.parcels("printed", 2)
    old = Wave.objects.get()
    kick(out)
    new = Wave.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (old.state, old.parcel_count, pieces_of(old)) == ("printed", 1, {"TS-A": 2, "TS-B": 1})
    assert (new.state, new.parcel_count, new.units, pieces_of(new)) == ("printed", 1, 3, {"TS-A": 2, "TS-B": 1})
    before = out.waybill
    out.refresh_from_db()
    assert (out.state, out.wave_id, out.cell, out.waybill) == ("printed", new.pk, 1, before)
    assert set(Pick.objects.filter(wave=old).values_list("parcel_line__parcel", flat=True)) == {stays.pk}
    pick_waves(wave_ids=[old.pk, new.pk], **BY)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"picked"}
    assert holds()


def test_all_printed_ones_of_a_wave_go_together_and_it_is_over(world):
    first, second = world.parcels("printed", 2)
    old = Wave.objects.get()
    kick(first, second)
    old.refresh_from_db()
    assert (old.state, old.parcel_count) == ("cancelled", 0)
    new = Wave.objects.exclude(pk=old.pk).get()
    assert list(Parcel.objects.order_by("cell").values_list("pk", "cell")) == [(first.pk, 1), (second.pk, 2)]
    assert new.parcel_count == 2


@pytest.mark.parametrize(
    ("stage", "code"),
    [("planned", "parcel_not_there"), ("picked", "parcel_not_there"), ("shipped", "parcel_not_there")],
)
def test_elsewhere_nobody_is_kicked_out(world, stage, code):
    parcel = world.parcel(stage)
    assert kick(parcel).refused[parcel.pk].code() == code


def test_a_stopped_one_stays_stopped(world):
    parcel = world.parcel("printed")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", **BY)
    assert kick(parcel).refused[parcel.pk].code() == "parcel_stopped"


def test_twice_is_refused_the_second_time(world):
    out, _ = world.parcels("waved", 2)
    kick(out)
    assert kick(out).refused[out.pk].code() == "parcel_not_there"
