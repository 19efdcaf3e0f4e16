"""A station's door answers whatever it is sent with a sentence, never with a 500."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(world):
    client = Client(raise_request_exception=False)
    client.force_login(make_user("max", roles=["warehouse_manager"]))
    return client


def send(client, station, **body):
    body = {"scan_id": str(uuid4()), "code": "X", "context": {}} | body
    return client.post(f"/station/{station}/scan", json.dumps(body), content_type="application/json").status_code


def test_a_context_that_is_no_object(table):
    assert send(table, "verify", context="x") < 500


def test_a_context_without_its_moment(table, world):
    parcel = world.parcel("weighed")
    from zhanggui.fulfilment.models import Wave

    wave = Wave.objects.get(pk=parcel.wave_id)
    assert send(table, "pick", code=wave.number, context={"number": wave.number}) < 500


def test_a_code_with_a_nul(table):
    assert send(table, "verify", code="A\x00B") < 500
    assert table.get("/desk/parcels/rows?q=A%00B").status_code < 500


def test_ids_that_are_no_numbers(table):
    answer = table.post(
        "/desk/parcels/act/stop_parcels",
        json.dumps({"ids": ["x"], "form": {"reason": "r"}}),
        content_type="application/json",
    )
    assert answer.status_code < 500
