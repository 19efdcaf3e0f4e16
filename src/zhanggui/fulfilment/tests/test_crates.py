"""Crates: marked by hand and by rule, out and in with signatures, and nothing leaves while it is outside."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from zhanggui.fulfilment.flows.drop_crate_rules import drop_crate_rules
from zhanggui.fulfilment.flows.drop_crates import drop_crates
from zhanggui.fulfilment.flows.mark_crates import mark_crates
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.return_crates import return_crates
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.flows.set_crate_costs import set_crate_costs
from zhanggui.fulfilment.flows.set_crate_rules import CrateRuleDraft, set_crate_rules
from zhanggui.fulfilment.flows.set_crate_times import CrateTimesDraft, set_crate_times
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.jobs import mark_late_crates
from zhanggui.fulfilment.models import Crate, CrateRule, CrateTrip, Parcel
from zhanggui.fulfilment.outside.queries import parcels_outside
from zhanggui.fulfilment.rules.crates import due_back
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.fulfilment.tests.test_stations import Table
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def out(world):
    """A parcel at the crate maker."""
    parcel = world.parcel("verified")
    mark_crates(parcel_ids=[parcel.pk], why="glass", **BY)
    assert send_crates(parcel_ids=[parcel.pk], taken_by="Lao Wang", **BY).done == [parcel.pk]
    parcel.refresh_from_db()
    return parcel


def local(hour, minute=0, day=11):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("went", "due"),
    [((9, 30), local(14, 30)), ((14, 0), local(16, 30)), ((16, 30), local(9, 30, 12)), ((8, 31), local(14, 30))],
)
def test_goods_are_due_at_the_next_coming_an_hour_later_or_more(went, due):
    assert due_back((), out_at=local(*went).astimezone(UTC), zone=SHANGHAI) == due
    assert due_back((time(18),), out_at=local(9), zone=SHANGHAI) == local(18)


def test_out_with_names_and_a_time_and_in_again(world, out):
    trip, crate = CrateTrip.objects.get(), Crate.objects.get()
    assert (trip.given_by, trip.taken_by, crate.state, out.outside) == ("test", "Lao Wang", "out", True)
    assert parcels_outside([out.pk]) == {out.pk}
    assert return_crates(parcel_ids=[out.pk], **BY).done == [out.pk]
    crate.refresh_from_db()
    assert (crate.state, crate.back_by, parcels_outside([out.pk])) == ("back", "test", set())
    assert weigh_parcels(grams={out.pk: 9000}, **BY).done == [out.pk]


@pytest.mark.parametrize("state", ["weighed", "shipped"])
def test_the_database_lets_nothing_leave_while_it_is_outside(world, state):
    parcel = world.parcel(state)
    with pytest.raises(IntegrityError, match="nothing_leaves_while_outside"), transaction.atomic():
        Parcel.objects.filter(pk=parcel.pk).update(outside=True)


def test_the_database_refuses_the_step_of_what_is_outside(world, out):
    with pytest.raises(IntegrityError, match="nothing_leaves_while_outside"), transaction.atomic():
        move_to(Parcel, [out.pk], "weighed", weighed_g=500)


def test_every_flow_refuses_what_is_outside(world, out):
    refused = {
        "weigh": weigh_parcels(grams={out.pk: 600}, **BY),
        "ship": ship_parcels(parcel_ids=[out.pk], **BY),
        "recheck": recheck_parcels(parcel_ids=[out.pk], **BY),
        "send": send_crates(parcel_ids=[out.pk], taken_by="Li", **BY),
        "drop": drop_crates(parcel_ids=[out.pk], reason="late", **BY),
    }
    assert {step: outcome.refused[out.pk].code() for step, outcome in refused.items()} == {
        "weigh": "crate_missing",
        "ship": "parcel_not_there",
        "recheck": "parcel_outside",
        "send": "crate_away",
        "drop": "crate_stands",
    }


def test_what_is_stopped_outside_comes_back_first(world, out):
    stop_parcels(parcel_ids=[out.pk], reason="refund", **BY)
    assert empty_basket(parcel_ids=[out.pk], **BY).refused[out.pk].code() == "parcel_outside"
    return_crates(parcel_ids=[out.pk], **BY)
    assert empty_basket(parcel_ids=[out.pk], **BY).done == [out.pk]


def test_only_what_is_marked_goes_out_and_a_bad_crate_goes_again(world):
    parcel = world.parcel("verified")
    assert send_crates(parcel_ids=[parcel.pk], taken_by="Li", **BY).refused[parcel.pk].code() == "crate_not_needed"
    mark_crates(parcel_ids=[parcel.pk], why="glass", **BY)
    assert weigh_parcels(grams={parcel.pk: 590}, **BY).refused[parcel.pk].code() == "crate_missing"
    for _ in range(2):
        assert send_crates(parcel_ids=[parcel.pk], taken_by="Li", **BY).done == [parcel.pk]
        assert return_crates(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]
    assert CrateTrip.objects.count() == 2


def test_goods_and_labels_ask_for_crates(world):
    assert set_crate_rules(rules=[CrateRuleDraft(code="TS-A"), CrateRuleDraft(label="木箱")], **BY).refused == {}
    by_goods, by_label, plain = (world.parcel("verified", {sku: 1}) for sku in ("TS-A", "TS-B", "TS-B"))
    Order.objects.filter(pk=by_label.order_id).update(labels=["木箱"])
    outcome = weigh_parcels(grams={by_goods.pk: 240, by_label.pk: 190, plain.pk: 190}, **BY)
    assert (outcome.done, set(outcome.refused)) == ([plain.pk], {by_goods.pk, by_label.pk})
    mark_late_crates(0)
    assert dict(Crate.objects.values_list("parcel_id", "why")) == {by_goods.pk: "TS-A", by_label.pk: "木箱"}
    drop_crates(parcel_ids=[by_goods.pk], reason="the buyer wants none", **BY)
    mark_late_crates(0)
    assert weigh_parcels(grams={by_goods.pk: 240}, **BY).done == [by_goods.pk]
    drop_crate_rules(rule_ids=list(CrateRule.objects.values_list("pk", flat=True)), **BY)
    assert set_crate_rules(rules=[CrateRuleDraft()], **BY).refused[""].code() == "rule_of_nothing"


def test_times_can_be_set_for_a_warehouse(world):
    set_crate_times(drafts=[CrateTimesDraft(world.warehouse.pk, (time(20),))], **BY)
    parcel = world.parcel("verified")
    mark_crates(parcel_ids=[parcel.pk], why="glass", **BY)
    send_crates(parcel_ids=[parcel.pk], taken_by="Li", **BY)
    assert CrateTrip.objects.get().due_at.astimezone(SHANGHAI).hour == 20


def test_the_cost_is_on_the_parcels_account(world, out, signed_in):
    assert set_crate_costs(parcel_ids=[out.pk], cost=Decimal("35.50"), **BY).done == [out.pk]
    assert "35.5" in signed_in("owner").get(f"/sheet/parcels/{out.pk}/").content.decode()
    assert "35.5" not in signed_in("packer", name="pat").get(f"/sheet/parcels/{out.pk}/").content.decode()


def test_overdue_goods_are_red_on_the_list_the_workbench_and_the_station(world, out, signed_in):
    CrateTrip.objects.update(out_at=AT - timedelta(hours=9), due_at=AT)
    Crate.objects.update(due_at=AT)
    packer = signed_in("packer")
    rows = packer.get("/desk/crates/rows?tab=overdue").json()["rows"]
    assert [row["waybill"] for row in rows] == [out.waybill]
    assert "/desk/crates/?tab=overdue" in packer.get("/").content.decode()
    assert packer.get("/station/crates-in/figures").json()["figures"][2]["number"] == 1


def test_the_station_writes_one_list_for_all_that_one_man_takes(world, signed_in):
    parcels = world.parcels("verified", 2)
    mark_crates(parcel_ids=[parcel.pk for parcel in parcels], why="glass", **BY)
    client = signed_in("packer")
    table = Table(client, "crates-out")
    assert table.scan("老王")["prompt"] == "Scan the waybill, or OK"
    for parcel in parcels:
        assert table.scan(parcel.waybill)["sound"] == "ok"
    assert table.scan(parcels[0].waybill)["code"] == "parcel_outside"
    done = table.scan("ok")
    trip = CrateTrip.objects.get()
    assert done["opens"] == f"/outside/crate-list?trip={trip.pk}"
    paper = client.get(done["opens"])
    assert paper["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(paper.content)).pages) == 2
    back = Table(client, "crates-in")
    assert back.scan(parcels[0].waybill)["tone"] == "good"
    assert back.scan(parcels[0].waybill)["code"] == "crate_not_out"
    stop_parcels(parcel_ids=[parcels[1].pk], reason="refund", **BY)
    assert back.scan(parcels[1].waybill)["sound"] == "stopped"


def test_other_stations_say_that_it_is_outside(world, out, signed_in):
    for station, role in (("weigh", "packer"), ("ship", "shipper")):
        answer = Table(signed_in(role, name=role), station).scan(out.waybill)
        assert answer["code"] == "parcel_outside"


def test_the_database_knows_the_steps_of_a_crate(world, out):
    with pytest.raises(IntegrityError, match="step from out to dropped"), transaction.atomic():
        Crate.objects.filter(pk=out.pk).update(state="dropped")
