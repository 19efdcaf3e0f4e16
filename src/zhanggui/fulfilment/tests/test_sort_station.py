"""The put wall as a gun and a screen meet it."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import broken_promises

from zhanggui.fulfilment.flows.open_walls import WallDraft, open_walls
from zhanggui.fulfilment.flows.place_waves import place_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Sort, Wave
from zhanggui.fulfilment.testing import empty_basket, scan_all
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12


@pytest.fixture
def at_wall(signed_in):
    return lambda role="picker", **scope: Table(signed_in(role, **scope), "sort")


def cells(client, wave):
    return client.get(f"/sorting/{wave.pk}/cells").content.decode()


def looks(client, wave):
    """The look of each cell, as the screen draws it."""
    text = cells(client, wave)
    return [part.split('"', 1)[0].split("is-", 1)[1] for part in text.split('<li class="put-cell ')[1:]]


def test_the_wave_opens_its_wall_and_each_piece_lights_its_cell(world, at_wall):
    parcel = world.parcels("picked", 2)[0]
    table = at_wall()
    opened = table.scan(parcel.wave.number)
    assert (opened["tone"], opened["shows"]) == ("info", f"/sorting/{parcel.wave_id}/cells")
    first = table.scan("222")
    assert (first["mark"], first["done"], first["total"], first["sound"]) == ("1", 1, 3, "ok")
    assert first["items"][0]["detail"] == "TS-B"
    table.scan("111")
    done = table.scan("111")
    assert (done["mark"], done["headline"], done["sound"]) == ("1", "Cell complete", "done")
    assert table.scan("111")["mark"] == "2"


def test_the_same_pull_sent_again_answers_the_same(world, at_wall):
    table = at_wall()
    table.scan(world.parcel("picked").wave.number)
    pull = uuid4()
    assert table.scan("111", scan_id=pull) == table.scan("111", scan_id=pull)
    assert Sort.objects.count() == 1


def test_what_no_cell_needs_goes_back_to_its_bin(world, at_wall):
    wave = world.parcel("picked", {"TS-A": 1}).wave.number
    table = at_wall()
    table.scan(wave)
    table.scan("111")
    extra, wrong, unknown = (table.scan(code) for code in ("111", "222", "999"))
    assert (extra["code"], extra["sound"]) == ("extra_to_bin", "too_many")
    assert "bin P-01" in extra["headline"]
    assert (wrong["code"], wrong["sound"]) == ("goods_of_bin", "wrong_barcode")
    assert "bin P-01" in wrong["headline"]
    assert (unknown["code"], unknown["sound"]) == ("goods_unknown", "wrong_barcode")
    assert table.context == {"wave": wave}


def test_pieces_of_a_stopped_parcel_go_to_the_basket(world, at_wall):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    table = at_wall()
    table.scan(parcel.wave.number)
    answer = table.scan("111")
    assert (answer["tone"], answer["sound"], answer["mark"]) == ("warn", "stopped", "STOP")


def test_a_waybill_says_its_cell_unless_it_is_stopped_or_void(world, at_wall):
    goes, stopped = world.parcels("picked", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    table = at_wall()
    assert table.scan(goes.waybill)["mark"] == "1"
    assert table.scan(stopped.waybill)["code"] == "parcel_stopped"
    empty_basket(parcel_ids=[stopped.pk], actor=ACTOR, at=AT)
    assert table.scan(stopped.waybill)["code"] == "waybill_void"


def test_a_piece_without_a_wave_and_a_wave_of_elsewhere(world, at_wall):
    number = world.parcel("picked").wave.number
    assert at_wall().scan("111")["code"] == "no_such_wave"
    assert at_wall(warehouses=(make_warehouse(),), name="ben").scan(number)["code"] == "no_such_wave"


def test_the_screen_shows_every_cell_as_it_is(world, at_wall, signed_in):
    parcels = world.parcels("picked", 4)
    wave = parcels[0].wave
    draft = WallDraft(world.warehouse.pk, "W1", 2, 3, "")
    open_walls(walls=[draft], actor=ACTOR, at=AT).one()
    stop_parcels(parcel_ids=[parcels[3].pk], reason="refund", actor=ACTOR, at=AT)
    table = at_wall()
    table.scan(wave.number)
    for code in ("111", "111", "222", "111"):
        table.scan(code)
    client = signed_in("verifier", name="ben")
    assert looks(client, wave) == ["complete", "filling is-lit", "empty", "stopped", "free", "free"]
    assert "--columns: 3" in cells(client, wave)
    assert "Refund asked" in cells(client, wave)


def test_each_table_lights_its_own_last_cell(world, at_wall, signed_in):
    wave = world.parcels("picked", 2, {"TS-A": 1})[0].wave
    for name, number in (("anna", 1), ("ben", 2)):
        table = at_wall(name=name)
        table.client.cookies["table"] = quote(f"墙{number}")
        table.scan(wave.number)
        table.scan("111")
    text = cells(signed_in("verifier", name="carl"), wave)
    assert text.count("is-lit") == 2
    assert "墙1" in text
    assert "墙2" in text


def test_the_screen_costs_the_same_for_any_wall(world, signed_in):
    client = signed_in("verifier")
    counts = []
    for size in (1, 8):
        wave = world.parcels("picked", size)[0].wave
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/sorting/{wave.pk}/cells").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_the_screen_is_for_who_sees_parcels_of_the_warehouse(world, signed_in):
    wave = world.parcel("picked").wave
    assert signed_in("picker").get(f"/sorting/{wave.pk}").status_code == 200
    assert signed_in("editor", name="ben").get(f"/sorting/{wave.pk}").status_code == 403
    away = signed_in("picker", warehouses=(make_warehouse(),), name="carl")
    assert away.get(f"/sorting/{wave.pk}/cells").status_code == 404


def test_a_piece_costs_few_statements(world, at_wall):
    table = at_wall()
    table.scan(world.parcel("picked").wave.number)
    with CaptureQueriesContext(connection) as statements:
        table.scan("111")
    assert len(statements) <= MOST_STATEMENTS


def test_the_last_piece_of_a_table_is_taken_back_and_the_screen_follows(world, at_wall):
    parcel = world.parcel("picked")
    table = at_wall()
    table.scan(parcel.wave.number)
    for code in ("111", "222", "111"):
        table.scan(code)
    assert looks(table.client, parcel.wave)[0].startswith("complete")
    pull = uuid4()
    back = table.scan("UNDO", scan_id=pull)
    assert (back["mark"], back["done"], back["total"], back["tone"]) == ("1", 2, 3, "warn")
    assert table.scan("UNDO", scan_id=pull)["done"] == 2
    assert looks(table.client, parcel.wave)[0].startswith("filling")
    assert table.scan("111")["headline"] == "Cell complete"
    assert broken_promises() == []


def test_only_who_scanned_it_takes_it_back_and_nothing_that_is_verified(world, at_wall):
    parcel = world.parcel("picked")
    table, other = at_wall(), at_wall("picker", name="ben")
    for each in (table, other):
        each.client.cookies["table"] = "T1"
        each.scan(parcel.wave.number)
    assert table.scan("UNDO")["code"] == "nothing_sorted"
    table.scan("111")
    assert other.scan("UNDO")["code"] == "sorted_by_another"
    scan_all([parcel.pk])
    assert table.scan("UNDO")["code"] == "taken_out_of_wall"
    assert Sort.objects.filter(result="undone").count() == 0


def test_a_wave_keeps_the_wall_it_was_opened_at(world, at_wall):
    parcel = world.parcels("picked", 3)[0]
    drafts = [WallDraft(world.warehouse.pk, code, 1, cells, "") for code, cells in (("W1", 4), ("W2", 6), ("W3", 2))]
    open_walls(walls=drafts, actor=ACTOR, at=AT)
    table = at_wall()
    assert table.scan("W3")["prompt"] == "Scan the wave on the pick list"
    assert table.scan(parcel.wave.number)["code"] == "wall_too_small"
    table.scan("W2")
    assert table.scan(parcel.wave.number)["detail"].startswith("W2 ")
    table.context = {}
    assert table.scan(parcel.wave.number)["detail"].startswith("W2 ")
    assert len(looks(table.client, parcel.wave)) == 6
    other = world.parcel("picked", {"TS-A": 1}).wave
    assert at_wall("picker", name="ben").scan(other.number)["detail"].startswith("W3 ")


def test_a_wave_goes_to_the_smallest_wall_that_no_other_fills(world):
    first = world.parcel("picked").wave_id
    second = world.parcel("picked").wave_id
    drafts = [WallDraft(world.warehouse.pk, code, 1, cells, "") for code, cells in (("W1", 4), ("W2", 6))]
    open_walls(walls=drafts, actor=ACTOR, at=AT)
    for wave_id in (first, second, first):
        place_waves(wave_ids=[wave_id], actor=ACTOR, at=AT).one()
    assert list(Wave.objects.order_by("pk").values_list("wall__code", flat=True)) == ["W1", "W2"]
