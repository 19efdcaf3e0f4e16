"""Pieces verified by a keyed count, scans taken back, and what stays when the page goes away."""

from uuid import uuid4

import pytest
from tests.world import broken_promises

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Scan
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(world, signed_in):
    return Table(signed_in("verifier"))


@pytest.fixture
def counted(world):
    set_tracking(sku_ids=[world.a.pk], tracking="none", verify_by_count=True, actor=ACTOR, at=AT).one()


@pytest.mark.parametrize("keyed", [["*5 111"], ["*5", "111"]])
def test_a_keyed_count_stands_for_so_many_scans(world, table, counted, keyed):
    parcel = world.parcel("picked", {"TS-A": 6})
    table.scan(parcel.waybill)
    answers = [table.scan(code) for code in keyed]
    assert (answers[-1]["tone"], answers[-1]["headline"], answers[-1]["done"]) == ("good", "Correct: 5 pieces", 5)
    assert table.scan("111")["sound"] == "done"


def test_goods_that_are_scanned_one_by_one_are_not_counted(world, table):
    parcel = world.parcel("picked", {"TS-A": 6})
    table.scan(parcel.waybill)
    assert table.scan("*5 111")["code"] == "one_by_one"
    assert Scan.objects.get(result="one_by_one").barcode == "111"
    assert table.scan("111")["done"] == 1


def test_who_may_count_may_count_all_goods(world, signed_in):
    table = Table(signed_in("warehouse_manager"))
    parcel = world.parcel("picked", {"TS-A": 6})
    table.scan(parcel.waybill)
    assert table.scan("*6 111")["sound"] == "done"


def test_a_count_over_the_need_counts_nothing(world, table, counted):
    table.scan(world.parcel("picked", {"TS-A": 4}).waybill)
    answer = table.scan("*5 111")
    assert (answer["code"], answer["sound"]) == ("too_many_pieces", "too_many")
    assert Parcel.objects.get().units_verified == 0


@pytest.mark.parametrize("typed", ["*0", "*-1", "*1000 111", "*x", "*", "*5 "])
def test_a_count_that_is_none_is_refused(world, table, typed):
    table.scan(world.parcel("picked").waybill)
    answer = table.scan(typed)
    assert answer.get("code") == "count_not_understood" or typed == "*5 "


def test_a_carton_times_a_count(world, table, counted):
    Barcode.objects.create(code="PACK", sku=world.a, pieces=3)
    table.scan(world.parcel("picked", {"TS-A": 6}).waybill)
    assert table.scan("*2 PACK")["sound"] == "done"


def test_the_last_scans_are_taken_back_one_after_the_other(world, table):
    parcel = world.parcel("picked", {"TS-A": 3, "TS-B": 1})
    table.scan(parcel.waybill)
    for code in ("111", "222", "111"):
        table.scan(code)

    assert [table.scan("UNDO")["done"] for _ in range(2)] == [2, 1]
    assert dict(ParcelLine.objects.values_list("sku__code", "verified")) == {"TS-A": 1, "TS-B": 0}
    assert [table.scan(code)["sound"] for code in ("222", "111", "111")] == ["ok", "ok", "done"]
    assert table.scan(parcel.waybill)["code"] == "already_scanned"
    assert broken_promises() == []


def test_a_parcel_is_started_again(world, table):
    parcel = world.parcel("picked")
    table.scan(parcel.waybill)
    table.scan("111")
    table.scan("222")
    again = table.scan("RESTART")
    assert (again["done"], again["total"]) == (0, 3)
    assert set(ParcelLine.objects.values_list("verified", flat=True)) == {0}
    assert Scan.objects.filter(result="undone").count() == 2
    assert table.scan("UNDO")["code"] == "nothing_to_undo"
    assert [table.scan(code)["sound"] for code in ("111", "222", "111")][-1] == "done"
    assert broken_promises() == []


def test_the_same_undo_sent_twice_takes_back_one_scan(world, table):
    table.scan(world.parcel("picked", {"TS-A": 4}).waybill)
    for _ in range(3):
        table.scan("111")
    pull = uuid4()
    assert table.scan("UNDO", scan_id=pull, keep=False) == table.scan("UNDO", scan_id=pull, keep=False)
    assert Parcel.objects.get().units_verified == 2


def test_what_is_complete_or_stopped_is_not_taken_back(world, table):
    done, stopped = world.parcel("verified"), world.parcel("picked")
    table.scan(stopped.waybill)
    table.scan("111")
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    assert table.scan("UNDO")["code"] == "parcel_stopped"
    table.context = {"waybill": done.waybill}
    assert table.scan("UNDO")["code"] == "parcel_not_there"
    table.context = {}
    assert table.scan("UNDO")["code"] == "nothing_open"
    assert broken_promises() == []


def test_after_a_crash_the_same_parcel_lies_there_with_the_same_counts(world, table):
    parcel = world.parcel("picked")
    table.scan(parcel.waybill)
    table.scan("111")
    seen = table.resume()
    assert (seen["headline"], seen["done"], seen["total"], seen["tone"]) == (parcel.waybill, 1, 3, "info")
    assert [(item["detail"], item["done"]) for item in seen["items"]] == [("TS-A", 1), ("TS-B", 0)]
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    gone = table.resume()
    assert (gone["headline"], gone["context"]) == ("Ready", {})


def test_a_parcel_is_opened_by_all_its_names(world, table):
    parcel = world.parcel("picked")
    cell = f"{parcel.wave.number}/{parcel.cell}"
    for name in (parcel.waybill, parcel.number, cell, parcel.order.number):
        table.context = {}
        assert table.scan(name)["context"] == {"waybill": parcel.waybill}, name
    table.context = {}
    assert table.scan("W261111-999999/1")["code"] == "unknown_waybill"


def test_a_context_that_was_tampered_with_breaks_nothing(world, table):
    parcel = world.parcel("picked")
    table.context = {"waybill": parcel.waybill, "times": "many", "wave": "x"}
    assert table.scan("111")["tone"] == "good"
