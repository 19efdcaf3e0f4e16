"""Parcel counts: what left against what the carrier says it collected, every difference by name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.collected.report import not_collected, not_shipped, parcel_counts
from zhanggui.fulfilment.flows.record_collections import Collection, record_collections
from zhanggui.fulfilment.flows.set_collected_counts import Counted, set_collected_counts
from zhanggui.fulfilment.models import Collected
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
DAY = company_day(AT)


def record(*waybills, **more):
    return record_collections(collections=[Collection(one, AT, **more) for one in waybills], **BY)


def the_row():
    (row,) = parcel_counts(DAY, DAY, actor=ACTOR)
    return row


def test_the_carriers_list_is_compared_by_waybill(world):
    first, second, third = world.parcels("shipped", 3)
    record(first.waybill, second.waybill)
    record("FOREIGN-1", carrier=first.carrier, warehouse_id=world.warehouse.pk)
    row = the_row()
    assert (row.shipped, row.collected, row.difference) == (3, 3, 0)
    where = (DAY, [world.warehouse.pk], first.carrier)
    assert [one.waybill for one in not_collected(*where)] == [third.waybill]
    assert [(one.waybill, one.parcel_id) for one in not_shipped(*where)] == [("FOREIGN-1", None)]


def test_the_first_word_counts_and_is_told_once(world):
    parcel = world.parcel("shipped")
    assert record(parcel.waybill, parcel.waybill).done == [parcel.waybill]
    again = record_collections(collections=[Collection(parcel.waybill, AT + timedelta(days=1))], **BY)
    assert again.refused[parcel.waybill].code() == "collected_already"
    assert Collected.objects.get().collected_at == AT
    assert Fact.objects.filter(name="fulfilment.parcel.collected").count() == 1


def test_a_waybill_of_nobody_needs_its_carrier(world):
    assert record("FOREIGN-1").refused["FOREIGN-1"].code() == "carrier_unknown"


def test_a_number_instead_of_a_list(world):
    parcel = world.parcel("shipped")
    counted = Counted(DAY, world.warehouse.pk, parcel.carrier, 3, "two more in the van")
    set_collected_counts(counts=[counted._replace(parcels=9)], **BY).one()
    set_collected_counts(counts=[counted], **BY).one()
    row = the_row()
    assert (row.shipped, row.carriers_count, row.difference, row.note) == (1, 3, -2, "two more in the van")
    to_come = set_collected_counts(counts=[counted._replace(day=DAY + timedelta(days=1))], **BY)
    assert [refusal.code() for refusal in to_come.refused.values()] == ["day_to_come"]


def test_before_the_carrier_says_anything_there_is_no_difference(world):
    world.parcel("shipped")
    assert the_row().difference is None


def test_another_warehouse_counts_nothing(world):
    parcel = world.parcel("shipped")
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert parcel_counts(DAY, DAY, actor=stranger) == []
    counted = Counted(DAY, world.warehouse.pk, parcel.carrier, 3)
    refused = set_collected_counts(counts=[counted], actor=stranger, at=AT).refused
    assert [refusal.code() for refusal in refused.values()] == ["not_found"]


def test_the_page_takes_numbers_and_lists_and_names_differences(world, signed_in):
    first, second = world.parcels("shipped", 2)
    lead, days = signed_in("warehouse_manager"), f"?from={DAY}&to={DAY}"
    said = {"day": DAY, "warehouse": world.warehouse.pk, "carrier": first.carrier, "parcels": "1"}
    assert lead.post(f"/reports/parcel-counts/set{days}", said).status_code == 302
    told = {"day": DAY, "warehouse": world.warehouse.pk, "waybills": f"{first.waybill}\n"}
    assert lead.post("/reports/parcel-counts/list", told).status_code == 302
    assert "1" in lead.get(f"/reports/parcel-counts{days}").content.decode()
    where = f"?day={DAY}&warehouse={world.warehouse.pk}&carrier={first.carrier}"
    words = lead.get(f"/reports/parcel-counts/differences{where}").content.decode()
    assert second.waybill in words
    assert first.waybill not in words
    everywhere = lead.get(f"/reports/parcel-counts/differences?day={DAY}").content.decode()
    assert (second.waybill in everywhere, first.waybill in everywhere) == (True, False)
    assert lead.get("/reports/parcel-counts/differences").status_code == 200
    assert lead.get(f"/reports/parcel-counts/differences?day={DAY}&warehouse=0").status_code == 404
    lines = lead.get(f"/reports/parcel-counts{days}&export=1").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",2,0,1,1,")
    assert signed_in("picker", name="p").post(f"/reports/parcel-counts/set{days}", said).status_code == 403
