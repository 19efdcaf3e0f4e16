"""Parcels for the freight station: listed for one driver, signed and gone, receipts afterwards."""

from datetime import datetime, time
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from zhanggui.fulfilment.flows.enter_receipts import enter_receipts
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.fulfilment.models import FreightLine, FreightRun, Parcel
from zhanggui.fulfilment.rules.freight_lists import DriverMissing, ready_moment
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
DRIVER: dict[str, Any] = {"driver": "Zhao", "plate": "浙g12345", "phone": "13812345678"}


@pytest.fixture
def weighed(world):
    """Three weighed parcels of a carrier that is a freight station."""
    parcels = world.parcels("weighed", 3)
    draft = FreightStationDraft(world.warehouse.pk, parcels[0].carrier, time(8), "Gate 3")
    assert set_freight_stations(stations=[draft], **BY).refused == {}
    return parcels


def listed(parcels):
    return list_freight(parcel_ids=[parcel.pk for parcel in parcels], **DRIVER, **BY)


def test_the_list_is_due_in_the_morning():
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime(2026, 11, 11, 7, 30, tzinfo=zone)
    assert ready_moment(time(8), at=at, zone=zone) == at.replace(hour=8, minute=0)
    assert ready_moment(time(8), at=at.replace(hour=15), zone=zone) == at.replace(day=12, hour=8, minute=0)


def test_what_is_weighed_goes_on_one_list_and_the_phone_is_sealed(weighed):
    assert len(listed(weighed).done) == 3
    run = FreightRun.objects.get()
    assert (run.driver, run.plate, run.phone_masked) == ("Zhao", "浙G12345", "138****5678")
    assert b"13812345678" not in bytes(run.phone_sealed)
    assert {refusal.code() for refusal in listed(weighed).refused.values()} == {"freight_listed_already"}


def test_only_weighed_parcels_of_freight_carriers_are_listed(world, weighed):
    early = world.parcel("verified")
    stop_parcels(parcel_ids=[weighed[0].pk], reason="refund", **BY)
    Parcel.objects.filter(pk=weighed[1].pk).update(carrier="other")
    refused = listed([early, *weighed]).refused
    assert {pk: refusal.code() for pk, refusal in refused.items()} == {
        early.pk: "parcel_not_there", weighed[0].pk: "parcel_stopped", weighed[1].pk: "not_freight",
    }  # fmt: skip
    with pytest.raises(DriverMissing):
        list_freight(parcel_ids=[weighed[2].pk], driver=" ", plate="X", **BY)


def test_signed_and_gone_with_who_was_stopped_named_and_left(weighed):
    listed(weighed)
    stop_parcels(parcel_ids=[weighed[0].pk], reason="refund", **BY)
    run = FreightRun.objects.get()
    assert sign_freight_runs(run_ids=[run.pk], **BY).done == [run.pk]
    assert dict(Parcel.objects.values_list("pk", "state")) == {
        weighed[0].pk: "stopped", weighed[1].pk: "shipped", weighed[2].pk: "shipped",
    }  # fmt: skip
    off = FreightLine.objects.get(is_off=True)
    assert (off.parcel_id, "was stopped" in off.off_reason) == (weighed[0].pk, True)
    assert sign_freight_runs(run_ids=[run.pk], **BY).refused[run.pk].code() == "freight_run_signed"


def test_a_list_of_which_nothing_can_leave_is_not_signed(weighed):
    listed(weighed[:1])
    stop_parcels(parcel_ids=[weighed[0].pk], reason="refund", **BY)
    run = FreightRun.objects.get()
    assert sign_freight_runs(run_ids=[run.pk], **BY).refused[run.pk].code() == "nothing_on_freight_list"
    assert FreightRun.objects.get().state == "listed"


def test_receipts_come_after_the_signature(weighed):
    listed(weighed)
    lines = list(FreightLine.objects.order_by("pk").values_list("pk", flat=True))
    early = enter_receipts(line_ids=lines, receipt="R1", **BY)
    assert {refusal.code() for refusal in early.refused.values()} == {"freight_not_signed"}
    sign_freight_runs(run_ids=[FreightRun.objects.get().pk], **BY)
    assert enter_receipts(line_ids=lines[:1], receipt=" R1 ", **BY).done == lines[:1]
    assert FreightLine.objects.get(pk=lines[0]).receipt == "R1"


def test_taken_off_it_may_go_on_another_list_and_taken_back_too(weighed):
    listed(weighed)
    line = FreightLine.objects.filter(parcel=weighed[0]).get()
    assert take_off_freight(line_ids=[line.pk], reason="no room", **BY).done == [line.pk]
    assert listed(weighed[:1]).done == [weighed[0].pk]
    sign_freight_runs(run_ids=list(FreightRun.objects.values_list("pk", flat=True)), **BY)
    gone = FreightLine.objects.get(parcel=weighed[1])
    assert take_off_freight(line_ids=[gone.pk], reason="x", **BY).refused[gone.pk].code() == "freight_run_signed"
    take_back_parcels(parcel_ids=[weighed[1].pk], note="wrong pile", **BY)
    take_off_freight(line_ids=[gone.pk], reason="it was taken back", **BY)
    assert listed(weighed[1:2]).done == [weighed[1].pk]


def test_the_page_of_the_morning_lists_prints_three_copies_and_shows_no_phone(weighed, signed_in):
    shipper = signed_in("shipper")
    assert "Gate 3" in shipper.get("/outside/freight").content.decode()
    key = weighed[0].shop_id  # any number that is no station
    assert shipper.get(f"/outside/freight/{key + 10_000}/list").status_code == 404
    from zhanggui.fulfilment.models import FreightStation

    address = f"/outside/freight/{FreightStation.objects.get().pk}/list"
    assert shipper.post(address, {"driver": "", "plate": "X"}).status_code == 422
    assert shipper.post(address, DRIVER).status_code == 302
    run = FreightRun.objects.get()
    pages = PdfReader(BytesIO(shipper.get(f"/outside/freight-list?run={run.pk}").content)).pages
    texts = [page.extract_text() for page in pages]
    assert [word for text in texts for word in ("White", "Yellow", "Red") if f"{word} copy" in text] == [
        "White", "Yellow", "Red",
    ]  # fmt: skip
    assert not any("13812345678" in text for text in texts)
    assert signed_in("analyst", name="ben").get(f"/outside/freight-list?run={run.pk}").status_code == 403
