"""One shift hands the warehouse over to the next: what is open is named, both sign, and it is kept."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.flows.sign_shift_sheets import sign_shift_sheets
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.write_shift_sheets import write_shift_sheets
from zhanggui.fulfilment.models import Incident, ShiftSheet
from zhanggui.fulfilment.shifts.items import SOURCES, WORDS
from zhanggui.fulfilment.tests.test_desks import act
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
ANNA, BELLA = (replace(ACTOR, name=name, user_id=number) for number, name in enumerate(("Anna", "Bella"), start=1))


def write(world, **more):
    return write_shift_sheets(warehouse_ids=[world.warehouse.pk], actor=ANNA, at=AT, **more)


def test_every_open_item_is_named(world):
    for stage in ("waved", "printed", "picked", "verified", "weighed"):
        world.parcel(stage)
    stopped = world.parcel("weighed")
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    sheet = ShiftSheet.objects.get(pk=write(world, note="printer 2 jams").one())
    counts = {item["kind"]: item["count"] for item in sheet.items}
    assert counts == {
        "waves_to_print": 1, "numberless": 0, "waves_to_pick": 1, "to_verify": 1, "to_weigh": 1, "to_hand_over": 1,
        "manifests_open": 0, "manifests_waiting": 0, "stop_basket": 1, "labels_out": 1, "crates_overdue": 0,
        "incidents": 0,
    }  # fmt: skip
    basket = next(item for item in sheet.items if item["kind"] == "stop_basket")
    assert basket["documents"] == [[stopped.waybill, "refund"]]
    assert (sheet.open_items, sheet.note, sheet.written_by) == (7, "printer 2 jams", "Anna")


def test_incidents_that_are_not_settled_are_left_to_the_next_shift(world, signed_in):
    parcel = world.parcel("verified")
    place = {"warehouse_id": world.warehouse.pk}
    reports = [
        Report("missing", **place, subject=f"parcel:{parcel.pk}", parcel_id=parcel.pk),
        Report("weight", **place, subject="P9"),
    ]
    report_incidents(reports=reports, actor=ACTOR, at=AT)
    settled = Incident.objects.get(cause="weight").pk
    elsewhere = Report("missing", make_warehouse("W2").pk, "P8")
    report_incidents(reports=[elsewhere], actor=ACTOR, at=AT)
    resolve_incidents(incident_ids=[settled], resolution="nothing", actor=ACTOR, at=AT).one()
    sheet = ShiftSheet.objects.get(pk=write(world).one())
    item = next(item for item in sheet.items if item["kind"] == "incidents")
    assert (item["count"], item["documents"]) == (1, [[parcel.waybill, "missing"]])
    page = signed_in("warehouse_manager").get(f"/shifts/{sheet.pk}/print").content.decode()
    assert "Goods missing" in page


def test_both_sign_and_nobody_for_both(world):
    sheet_id = write(world).one()
    sign_shift_sheets(sheet_ids=[sheet_id], actor=ANNA, at=AT).one()
    twice = sign_shift_sheets(sheet_ids=[sheet_id], actor=ANNA, at=AT).refused[sheet_id]
    assert twice.code() == "signed_by_you"
    sign_shift_sheets(sheet_ids=[sheet_id], note="seen", actor=BELLA, at=AT).one()
    sheet = ShiftSheet.objects.get()
    assert (sheet.state, sheet.given_by, sheet.taken_by, sheet.taken_note) == ("taken", "Anna", "Bella", "seen")
    assert sign_shift_sheets(sheet_ids=[sheet_id], actor=BELLA, at=AT).refused[sheet_id].code() == "signed_by_both"


def test_the_database_keeps_what_was_written_and_signed(world):
    sheet_id = write(world).one()
    sheets = ShiftSheet.objects.filter(pk=sheet_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        sheets.update(items=[])
    sign_shift_sheets(sheet_ids=[sheet_id], actor=ANNA, at=AT).one()
    with pytest.raises(IntegrityError), transaction.atomic():
        sheets.update(state="taken", taken_at=AT, taken_by="Anna", taken_by_id=ANNA.user_id)
    sign_shift_sheets(sheet_ids=[sheet_id], actor=BELLA, at=AT).one()
    for spoil in (lambda: sheets.update(note="x"), sheets.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_a_foreign_warehouse_is_not_written_up(world):
    stranger = replace(ANNA, warehouse_ids=frozenset({0}))
    outcome = write_shift_sheets(warehouse_ids=[world.warehouse.pk], actor=stranger, at=AT)
    assert outcome.refused[world.warehouse.pk].code() == "not_found"


def test_pages_write_show_print_and_sign(world, signed_in):
    world.parcel("weighed")
    client = signed_in("shipper")
    made = client.post("/shifts/write", {"warehouse": world.warehouse.pk, "note": "printer 2 jams"})
    sheet = ShiftSheet.objects.get()
    assert made["Location"] == f"/sheet/shift-sheets/{sheet.pk}/"
    for address in (made["Location"], f"/shifts/{sheet.pk}/print"):
        words = client.get(address).content.decode()
        assert "printer 2 jams" in words
        assert "Weighed, not handed over" in words
    act(client, "shift-sheets", "sign_shift_sheets", [sheet.pk], note="seen")
    assert signed_in("picker", name="p").get("/desk/shift-sheets/rows?tab=given").json()["rows"]


def test_every_kind_has_words():
    assert set(SOURCES) == set(WORDS)
