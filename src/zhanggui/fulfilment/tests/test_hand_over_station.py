"""The station at the door, the pages around it, and who may do what there."""

from uuid import uuid4

import pytest

from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.models import Manifest, ManifestDifference, ManifestParcel
from zhanggui.fulfilment.tests.test_stations import Table
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(signed_in):
    return Table(signed_in("shipper"), "ship")


def hand_over(*parcels):
    hand_over_parcels(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=AT)
    return Manifest.objects.get(state="open")


def test_the_same_pull_answers_the_same_and_another_says_already(world, table):
    parcel, pull = world.parcel("weighed"), uuid4()
    first = table.scan(parcel.waybill, scan_id=pull)
    assert first["sound"] == "done"
    assert first["headline"].startswith("Shipped")
    assert table.scan(parcel.waybill, scan_id=pull) == first
    again = table.scan(parcel.waybill)
    assert (again["code"], again["sound"], again["tone"]) == ("shipped_already", "already_scanned", "warn")
    assert ManifestParcel.objects.get().client_id == pull


def test_shipped_at_a_desk_before_it_comes_onto_the_manifest(world, table):
    parcel = world.parcel("weighed")
    ship_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    assert table.scan(parcel.waybill)["headline"] == "On the manifest"
    assert table.scan(parcel.waybill)["code"] == "shipped_already"


def test_the_manifest_is_closed_with_the_gun(world, table):
    goes, waits = world.parcels("weighed", 2)
    table.scan(goes.waybill)
    number = Manifest.objects.get().number
    shown = table.scan(number)
    assert (shown["tone"], shown["done"], shown["total"]) == ("warn", 1, 2)
    assert [(item["title"], item["detail"]) for item in shown["items"]] == [(waits.waybill, "Weighed, not scanned")]
    refused = table.later().scan(number)
    assert (refused["code"], refused["sound"]) == ("manifest_differs", "refused")
    assert waits.waybill in refused["headline"]
    table.context = {}
    table.scan(waits.waybill)
    assert table.scan(number)["tone"] == "info"
    closed = table.later().scan(number)
    assert (closed["sound"], closed["opens"]) == ("done", f"/papers/hand-over?ids={Manifest.objects.get().pk}")
    assert table.later().scan(number)["tone"] == "info"
    assert Manifest.objects.get().state == "closed"


def test_the_sheet_is_printed_in_three_copies(world, table):
    manifest = hand_over(*world.parcels("weighed", 3))
    whole = table.client.get(f"/papers/hand-over?ids={manifest.pk}")
    white = table.client.get(f"/papers/hand-over?ids={manifest.pk}&copies=white")
    assert whole["Content-Type"] == "application/pdf"
    assert whole.content.count(b"/Type /Page\n") == 3 * white.content.count(b"/Type /Page\n") == 3
    assert table.client.get("/papers/hand-over?ids=0").status_code == 404


def test_a_lead_explains_and_a_shipper_may_not(world, signed_in, table):
    goes, waits = world.parcels("weighed", 2)
    manifest = hand_over(goes)
    page, answer = f"/hand-over/{manifest.pk}/differences", {f"reason-{waits.pk}": "next van"}
    assert waits.waybill in table.client.get(page).content.decode()
    assert table.client.post(page, answer).status_code == 422
    assert not ManifestDifference.objects.exists()
    lead = signed_in("warehouse_manager", name="lead")
    assert lead.post(page, answer).status_code == 302
    assert ManifestDifference.objects.get().reason == "next van"


def test_a_pasted_list_is_handed_over_and_the_rest_named(world, table):
    goes, early = world.parcel("weighed"), world.parcel("picked")
    page = table.client.post("/hand-over/batch", {"waybills": f"{goes.waybill}\n{early.waybill}\nNONE77"})
    words = page.content.decode()
    assert "1 parcels handed over, 2 not." in words
    assert "No parcel has the waybill NONE77." in words
    assert table.client.post("/hand-over/batch", {"waybills": " "}).status_code == 422


def test_the_board_counts_by_carrier_person_and_table(world, table):
    goes, _waits = world.parcels("weighed", 2)
    table.client.cookies["table"] = "door-1"
    table.scan(goes.waybill)
    words = table.client.get("/boards/hand-over").content.decode()
    assert "Anna" in words
    assert "door-1" in words
    plot = table.client.get("/boards/hand-over", headers={"accept": "application/json"}).json()
    assert [sum(one["counts"]) for one in plot["series"]] == [1]


def test_desk_and_sheet_show_the_manifest(world, table):
    goes, waits = world.parcels("weighed", 2)
    manifest = hand_over(goes)
    row = table.client.get("/desk/manifests/rows?tab=open").json()["rows"][0]
    assert (row["number"], row["on_it"]) == (manifest.number, 1)
    assert table.client.get(f"/desk/manifests/rows?q={goes.waybill}&tab=all").json()["rows"]
    sheet = table.client.get(f"/sheet/manifests/{manifest.pk}/").content.decode()
    assert waits.waybill in sheet
    assert goes.waybill in sheet


def test_another_warehouse_sees_nothing_of_it(world, signed_in):
    from zhanggui.inventory.testing import make_warehouse

    manifest = hand_over(world.parcel("weighed"))
    other = signed_in("shipper", warehouses=(make_warehouse(),), name="other")
    assert other.get(f"/sheet/manifests/{manifest.pk}/").status_code == 404
    assert other.get(f"/hand-over/{manifest.pk}/differences").status_code == 404
    assert other.get(f"/papers/hand-over?ids={manifest.pk}").status_code == 404
    assert Table(other, "ship").scan(manifest.number)["code"] == "unknown_waybill"
