"""The stations as a gun meets them: over HTTP, through the real flows."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, Scan, Wave
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.clock import now
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12


@pytest.fixture
def at_station(signed_in):
    return lambda station, role, **scope: Table(signed_in(role, **scope), station)


def stop(parcel, reason="refund"):
    stop_parcels(parcel_ids=[parcel.pk], reason=reason, actor=ACTOR, at=AT)


class TestVerify:
    def test_a_parcel_is_verified_piece_by_piece(self, world, at_station):
        parcel = world.parcel("picked")
        table = at_station("verify", "verifier")

        opened = table.scan(parcel.waybill)
        assert (opened["tone"], opened["done"], opened["total"]) == ("info", 0, 3)
        assert [(item["detail"], item["done"], item["total"]) for item in opened["items"]] == [
            ("TS-A", 0, 2),
            ("TS-B", 0, 1),
        ]
        piece = table.scan("111")
        assert (piece["tone"], piece["sound"], piece["done"]) == ("good", "ok", 1)
        table.scan("222")
        done = table.scan("111")
        assert (done["tone"], done["sound"], done["done"], done["total"]) == ("good", "done", 3, 3)
        assert done["context"] == {}
        assert Parcel.objects.get().state == "verified"

    def test_the_same_scan_sent_again_counts_once_and_answers_the_same(self, world, at_station):
        parcel = world.parcel("picked")
        table = at_station("verify", "verifier")
        table.scan(parcel.waybill)
        pull = uuid4()
        first = table.scan("111", scan_id=pull, keep=False)
        assert table.scan("111", scan_id=pull, keep=False) == first
        assert Parcel.objects.get().units_verified == 1

    def test_each_refusal_has_its_own_code_and_sound(self, world, at_station):
        parcel, early, late, stopped = (world.parcel(stage) for stage in ("picked", "printed", "verified", "picked"))
        stop(stopped)
        table = at_station("verify", "verifier")

        def answer(code):
            found = table.scan(code)
            assert found["refused"]
            assert "{" not in found["headline"]
            return found["code"], found["tone"], found["sound"]

        assert answer("NONE") == ("unknown_waybill", "bad", "wrong_barcode")
        assert answer(early.waybill) == ("not_picked_yet", "bad", "refused")
        assert answer(late.waybill) == ("already_scanned", "warn", "already_scanned")
        assert answer(stopped.waybill) == ("parcel_stopped", "bad", "stopped")
        table.scan(parcel.waybill)
        assert answer("999") == ("wrong_barcode", "bad", "wrong_barcode")
        table.scan("222")
        assert answer("222") == ("too_many_pieces", "bad", "too_many")
        empty_basket(parcel_ids=[stopped.pk], actor=ACTOR, at=AT)
        assert answer(stopped.waybill) == ("waybill_void", "bad", "void")
        assert table.context == {"waybill": parcel.waybill}
        assert Scan.objects.exclude(result__in=["piece_ok", "parcel_done"]).count() == 7

    def test_an_inner_pack_too_big_says_how_many_are_needed(self, world, at_station):
        Barcode.objects.create(code="PACK-B", sku=world.b, pieces=6)
        table = at_station("verify", "verifier")
        table.scan(world.parcel("picked").waybill)
        answer = table.scan("PACK-B")
        assert answer["code"] == "too_many_pieces"
        assert "needs only 1 of PACK-B" in answer["headline"]

    def test_a_void_label_names_the_one_that_replaced_it(self, world, at_station):
        old = world.parcel("picked")
        stop(old)
        empty_basket(parcel_ids=[old.pk], actor=ACTOR, at=AT)
        take_to("printed", [old.order_id])
        new = Parcel.objects.get(order_id=old.order_id, state="printed")
        tables = {"verify": "verifier", "weigh": "packer", "ship": "shipper", "stop-basket": "exception_handler"}
        for station, role in tables.items():
            answer = at_station(station, role, name=role).scan(old.waybill)
            assert (answer["code"], answer["sound"]) == ("waybill_replaced", "void")
            assert new.waybill in answer["headline"]

    def test_a_verified_parcel_says_who_and_when_in_local_time(self, world, at_station):
        parcel = world.parcel("verified")
        headline = at_station("verify", "verifier").scan(parcel.waybill)["headline"]
        assert "T" not in headline.replace("YT", "")
        assert re.search(r"test 11-11 10:00", headline)

    def test_another_waybill_opens_while_one_is_half_done_and_says_so(self, world, at_station):
        first, second = world.parcels("picked", 2)
        table = at_station("verify", "verifier")
        table.scan(first.waybill)
        table.scan("111")
        answer = table.scan(second.waybill)
        assert (answer["tone"], answer["context"]) == ("warn", {"waybill": second.waybill})
        assert first.waybill in answer["detail"]

    def test_the_scan_is_signed_with_person_and_table(self, world, at_station):
        parcel = world.parcel("picked")
        table = at_station("verify", "verifier")
        table.client.cookies["table"] = "%E9%AA%8C%E8%B4%A73"
        table.scan(parcel.waybill)
        table.scan("111")
        assert list(Scan.objects.values_list("actor", "station")) == [("Anna", "验货3")]

    def test_a_table_of_another_warehouse_does_not_know_the_waybill(self, world, at_station):
        parcel = world.parcel("picked")
        table = at_station("verify", "verifier", warehouses=(make_warehouse(),))
        assert table.scan(parcel.waybill)["code"] == "unknown_waybill"

    def test_a_scan_costs_few_statements(self, world, at_station):
        parcel = world.parcel("picked")
        table = at_station("verify", "verifier")
        table.scan(parcel.waybill)
        with CaptureQueriesContext(connection) as statements:
            table.scan("111")
        assert len(statements) <= MOST_STATEMENTS


class TestWeigh:
    def test_the_waybill_then_the_grams(self, world, at_station):
        parcel = world.parcel("verified")
        table = at_station("weigh", "packer")
        opened = table.scan(parcel.waybill)
        assert opened["detail"] == "Expected 550 g, allowed 380 to 780 g"
        assert table.scan("0.590kg")["sound"] == "done"
        assert Parcel.objects.get().weighed_g == 590

    @pytest.mark.parametrize(("grams", "code"), [("50", "parcel_too_light"), ("3000", "parcel_too_heavy")])
    def test_a_wrong_weight_stays_on_the_scale(self, world, at_station, grams, code):
        parcel = world.parcel("verified")
        table = at_station("weigh", "packer")
        table.scan(parcel.waybill)
        answer = table.scan(grams)
        assert (answer["code"], answer["sound"]) == (code, "too_many")
        assert answer["context"] == {"waybill": parcel.waybill}
        assert table.scan("590")["sound"] == "done"

    def test_the_same_weight_sent_again_is_weighed_once(self, world, at_station):
        parcel = world.parcel("verified")
        table = at_station("weigh", "packer")
        table.scan(parcel.waybill)
        pull = uuid4()
        assert table.scan("590", scan_id=pull, keep=False) == table.scan("590", scan_id=pull, keep=False)

    def test_early_late_stopped_and_unknown(self, world, at_station):
        early, late, stopped = (world.parcel(stage) for stage in ("picked", "weighed", "verified"))
        stop(stopped)
        table = at_station("weigh", "packer")
        codes = [table.scan(code)["code"] for code in (early.waybill, late.waybill, stopped.waybill, "NONE")]
        assert codes == ["parcel_not_there", "weighed_already", "parcel_stopped", "unknown_waybill"]


class TestShip:
    def test_a_parcel_leaves_and_the_board_counts_by_carrier(self, world, at_station):
        first, second = world.parcels("weighed", 2)
        table = at_station("ship", "shipper")
        answer = table.scan(first.waybill)
        assert (answer["sound"], answer["done"], answer["total"]) == ("done", 1, 2)
        assert [item["detail"] for item in answer["items"]] == ["1 still to hand over"]
        assert table.scan(second.waybill)["done"] == 2
        assert set(Parcel.objects.values_list("state", "shipped_by")) == {("shipped", "Anna")}

    @pytest.mark.parametrize(("hours", "tone"), [(1, "warn"), (9, "good")])
    def test_a_parcel_that_may_miss_the_carriers_scan_is_told(self, world, at_station, hours, tone):
        parcel = world.parcel("weighed")
        assert parcel.collect_by == Order.objects.get().collect_by
        Parcel.objects.update(collect_by=now() + timedelta(hours=hours))
        answer = at_station("ship", "shipper").scan(parcel.waybill)
        assert (answer["tone"], "scan by" in answer["detail"]) == (tone, True)

    def test_a_second_scan_says_when_and_by_whom(self, world, at_station):
        parcel = world.parcel("weighed")
        hand_over_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
        answer = at_station("ship", "shipper").scan(parcel.waybill)
        assert (answer["code"], answer["tone"], answer["sound"]) == ("shipped_already", "warn", "already_scanned")
        assert "11-11 10:00 by test" in answer["headline"]

    def test_stopped_and_unweighed_parcels_stay(self, world, at_station):
        early, stopped = world.parcel("verified"), world.parcel("weighed")
        stop(stopped, "The buyer called")
        table = at_station("ship", "shipper")
        assert table.scan(early.waybill)["code"] == "parcel_not_there"
        answer = table.scan(stopped.waybill)
        assert (answer["code"], answer["sound"]) == ("parcel_stopped", "stopped")
        assert "The buyer called" in answer["headline"]


class TestPick:
    def test_the_wave_is_shown_then_confirmed(self, world, at_station):
        stopped, goes = world.parcels("printed", 2)
        stop(stopped)
        wave = Wave.objects.get()
        table = at_station("pick", "picker")
        shown = table.scan(wave.number)
        assert shown["tone"] == "warn"
        assert [item["title"] for item in shown["items"]] == ["P-01   ×2", "P-01   ×1"]
        assert f"cells {stopped.cell}" in shown["detail"]

        assert table.scan(wave.number)["code"] == "confirm_too_soon"
        assert table.later().scan(wave.number)["sound"] == "done"
        goes.refresh_from_db()
        assert goes.state == "picked"

    def test_the_word_ok_confirms_too(self, world, at_station):
        number = Wave.objects.get(pk=world.parcel("printed").wave_id).number
        table = at_station("pick", "picker")
        table.scan(number)
        assert table.scan("ok")["sound"] == "done"

    def test_unknown_unprinted_and_foreign_waves(self, world, at_station):
        number = Wave.objects.get(pk=world.parcel("waved").wave_id).number
        table = at_station("pick", "picker")
        assert table.scan("ok")["code"] == "unknown_wave"
        assert table.scan(number)["code"] == "wave_not_printed"
        elsewhere = at_station("pick", "picker", warehouses=(make_warehouse(),), name="ben")
        assert elsewhere.scan(number)["code"] == "unknown_wave"


class TestStopBasket:
    def test_a_parcel_that_may_go_does_not_belong_here(self, world, at_station):
        parcel = world.parcel("picked")
        assert at_station("stop-basket", "exception_handler").scan(parcel.waybill)["code"] == "not_in_stop_basket"


@pytest.mark.parametrize("station", ["pick", "sort", "verify", "weigh", "ship", "stop-basket"])
def test_a_station_opens_for_who_may_work_there(world, signed_in, station):
    manager = signed_in("warehouse_manager")
    with CaptureQueriesContext(connection) as statements:
        assert manager.get(f"/station/{station}/").status_code == 200
    assert len(statements) <= MOST_STATEMENTS
    assert signed_in("analyst", name="ben").get(f"/station/{station}/").status_code == 403
