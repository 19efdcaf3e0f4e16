"""Whatever is refused is in the queue of incidents: through the API, at desks, from lists; a retry is told once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.flows.sweep_incidents import sweep_incidents
from zhanggui.fulfilment.models import Incident, Manifest, Scan
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_key, make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def gun(world):
    """A hand-held gun that speaks the API."""
    user = make_user("gus", roles=["warehouse_manager"])
    headers = {"authorization": f"Bearer {make_key(user, label='gun 7')}", "accept-language": "en"}

    def send(operation, **body):
        return (
            Client(headers=headers)
            .post(f"/api/v1/{operation.replace('_', '-')}", body, content_type="application/json")
            .json()
        )

    return send


def told():
    return list(Incident.objects.order_by("pk").values_list("cause", "parcel_id", "step", "times", "opened_by"))


def test_a_refused_scan_through_the_api_is_an_incident_once(world, gun):
    parcel = world.parcel("picked")
    asked = {"waybill": parcel.waybill, "barcode": "999", "client_id": str(uuid4())}
    for _ in range(2):
        assert gun("verify_scan", **asked)["refused"]["code"] == "wrong_barcode"
    assert told() == [("wrong_barcode", parcel.pk, "verify", 1, "Gus")]
    gun("verify_scan", **asked | {"client_id": str(uuid4())})
    assert told()[0][3] == 2


def test_an_extra_piece_at_the_wall_through_the_api_too(world, gun):
    parcel = world.parcel("picked", {"TS-A": 1})
    asked = {"wave": parcel.wave.number, "barcode": "111"}
    assert gun("sort_scan", client_id=str(uuid4()), **asked)["refused"] is None
    pull = str(uuid4())
    for _ in range(2):
        assert gun("sort_scan", client_id=pull, **asked)["refused"]["code"] == "extra_piece"
    assert told() == [("extra_piece", None, "sort", 1, "Gus")]


def test_a_piece_that_chooses_its_parcel_and_one_for_the_basket(world, gun):
    parcel = world.parcel("picked")
    gun("verify_item", wave_id=parcel.wave_id, barcode="999", client_id=str(uuid4()))
    gun("stop_parcels", parcel_ids=[parcel.pk], reason="refund")
    put = {"waybill": parcel.waybill, "barcode": "111", "bin_code": "X-99", "client_id": str(uuid4())}
    for _ in range(2):
        assert gun("put_back_scan", **put)["code"] == "other_bin"
    assert [(cause, step, times) for cause, _, step, times, _ in told()] == [
        ("wrong_barcode", "verify", 1), ("wrong_barcode", "stop-basket", 1),
    ]  # fmt: skip


def test_a_station_that_sends_the_same_pull_again_tells_it_once(world, signed_in):
    parcel, pull = world.parcel("picked"), uuid4()
    table = Table(signed_in("verifier"), "verify")
    table.scan(parcel.waybill)
    for _ in range(2):
        assert table.scan("999", scan_id=pull)["code"] == "wrong_barcode"
    [incident] = Incident.objects.all()
    assert incident.times == 1
    resolve_incidents(incident_ids=[incident.pk], resolution="corrected", **BY)
    table.scan("999", scan_id=pull)
    assert Incident.objects.count() == 1
    assert Fact.objects.filter(name="fulfilment.incident.opened").count() == 1


@pytest.mark.parametrize("operation", ["ship_parcels", "hand_over_parcels"])
def test_a_selection_that_cannot_leave_goes_to_the_exception_handler(world, gun, operation):
    good, early = world.parcel("weighed"), world.parcel("verified")
    answer = gun(operation, parcel_ids=[good.pk, early.pk])
    assert (answer["done"], [one["id"] for one in answer["refused"]]) == ([good.pk], [early.pk])
    assert told() == [("hand_over", early.pk, "ship", 1, "Gus")]


def test_at_the_desk_and_from_a_list_it_is_the_same_incident(world, signed_in):
    early = world.parcel("verified")
    client = signed_in("warehouse_manager")
    body = {"ids": [early.pk]}
    client.post("/desk/parcels/act/ship_parcels", body, content_type="application/json").getvalue()
    client.post("/hand-over/batch", {"waybills": f"{early.waybill}\nNONE"})
    assert told() == [("hand_over", early.pk, "ship", 2, "Anna"), ("hand_over", None, "ship", 1, "Anna")]


def test_a_manifest_that_does_not_close_is_one_until_it_does(world, gun):
    goes, waits = world.parcels("weighed", 2)
    hand_over_parcels(parcel_ids=[goes.pk], **BY)
    manifest = Manifest.objects.get()
    assert gun("close_manifests", manifest_ids=[manifest.pk])["refused"][0]["code"] == "manifest_differs"
    [incident] = Incident.objects.all()
    assert (incident.cause, incident.code, incident.warehouse_id) == ("hand_over", manifest.number, world.warehouse.pk)
    hand_over_parcels(parcel_ids=[waits.pk], **BY)
    assert gun("close_manifests", manifest_ids=[manifest.pk])["done"] == [manifest.pk]
    sweep_incidents(actor=ACTOR, at=AT + timedelta(hours=1))
    incident.refresh_from_db()
    assert (incident.state, incident.resolution) == ("resolved", "went_on")


def test_who_where_and_with_what_is_on_every_step(world, gun, signed_in):
    """A program is known by the label of its key, a browser by the name of its table, also at a desk."""
    parcel, waits = world.parcels("picked", 2)
    for code in ("111", "111", "222"):
        gun("verify_scan", waybill=parcel.waybill, barcode=code, client_id=str(uuid4()))
    assert set(Scan.objects.values_list("actor", "station")) == {("Gus", "gun 7")}
    gun("weigh_parcels", weights=[{"parcel_id": parcel.pk, "grams": parcel.expected_g + 40}])
    desk = signed_in("warehouse_manager")
    desk.cookies["table"] = "door-1"
    desk.post("/desk/parcels/act/ship_parcels", {"ids": [parcel.pk]}, content_type="application/json").getvalue()
    form = {"ids": [waits.pk], "form": {"reason": "refund"}}
    desk.post("/desk/parcels/act/stop_parcels", form, content_type="application/json").getvalue()
    told = Fact.objects.filter(subject="parcel", subject_id__in=[parcel.pk, waits.pk]).exclude(actor=ACTOR.name)
    assert set(told.values_list("name", "actor", "station", "source")) == {
        ("fulfilment.parcel.verified", "Gus", "gun 7", "api"),
        ("fulfilment.parcel.weighed", "Gus", "gun 7", "api"),
        ("fulfilment.parcel.shipped", "Anna", "door-1", "page"),
        ("fulfilment.parcel.stopped", "Anna", "door-1", "page"),
    }


def test_an_accepted_scan_costs_nothing_more(world, gun):
    """The key, the right and the scan: no statement for an incident that is none."""
    parcel = world.parcel("picked")
    asked = {"waybill": parcel.waybill, "barcode": "111"}
    gun("verify_scan", client_id=str(uuid4()), **asked)
    with CaptureQueriesContext(connection) as statements:
        assert gun("verify_scan", client_id=str(uuid4()), **asked)["refused"] is None
    assert not [one for one in statements if "incident" in one["sql"]]
    assert len([one for one in statements if "fulfilment" in one["sql"]]) == 1
