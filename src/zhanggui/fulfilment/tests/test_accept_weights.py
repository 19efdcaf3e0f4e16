"""An odd weight is let through by two people, for a reason, and it is on the list of overrides."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, Override
from zhanggui.fulfilment.testing import LEAD
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.signing_in import NotTheSamePerson
from zhanggui.people.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def at_scale(signed_in):
    return lambda role="packer", name="anna": Table(signed_in(role, name=name), "weigh")


def lead():
    return make_user("lead", roles=("exception_handler",))


def test_two_people_accept_it_for_a_reason_and_it_is_on_both_lists(world, at_scale, signed_in):
    parcel, second = world.parcel("verified"), lead()
    packer, manager = at_scale(), at_scale("warehouse_manager", name="max")
    packer.scan(parcel.waybill)
    packer.scan("1200")
    assert packer.scan("*9")["code"] == "not_allowed"
    manager.scan(parcel.waybill)
    asked = manager.scan("*9")["ask"]
    assert [field["name"] for field in asked["fields"]] == ["reason", "username", "password"]
    scan_id = uuid4()
    context = dict(manager.context)
    assert manager.signs("accept_weight", "lead", reason="thick manual", scan_id=scan_id)["sound"] == "done"
    manager.context = context
    assert manager.signs("accept_weight", "lead", reason="thick manual", scan_id=scan_id)["sound"] == "done"
    odd = OddWeight.objects.get()
    assert (odd.state, odd.reason, odd.is_own) == ("accepted", "thick manual", False)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.weighed_g) == ("weighed", 1200)
    handler = signed_in("exception_handler", name="eva")
    rows = handler.get("/desk/odd-weights/rows?tab=accepted").json()["rows"]
    assert [row["reason"] for row in rows] == ["thick manual"]
    [row] = handler.get("/desk/overrides/rows").json()["rows"]
    assert (row["actor"], row["confirmed_by"], row["reason"]) == ("Max", "Lead", "thick manual")
    assert row["what"] == f"1200 g instead of {odd.low_g} to {odd.high_g} g"
    one = Override.objects.get()
    assert (one.kind, one.odd_weight_id, one.confirmed_by_id) == ("weight", odd.pk, second.pk)
    connection.check_constraints()


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [
        ("max", "it is so", "not_the_same_person"),
        ("vera", "it is so", "second_may_not"),
        ("nobody", "it is so", "wrong_sign_in"),
        ("lead", " ", "reason_missing"),
    ],
)
def test_without_a_second_person_or_a_reason_it_stays_stopped(world, at_scale, who, reason, code):
    lead()
    make_user("vera", roles=("verifier",))
    manager = at_scale("warehouse_manager", name="max")
    for scanned in (world.parcel("verified").waybill, "1200", "*9"):
        manager.scan(scanned)
    assert manager.signs("accept_weight", who, reason=reason)["code"] == code
    assert OddWeight.objects.get().state == "open"
    assert not Override.objects.exists()


def test_at_the_list_and_through_the_api_the_second_person_signs_too(world, at_scale, signed_in):
    lead()
    ids = []
    for parcel in world.parcels("verified", 2):
        weigh_parcels(grams={parcel.pk: 3000}, **BY)
        ids.append(OddWeight.objects.get(parcel=parcel).pk)
    desk = signed_in("warehouse_manager", name="max")
    login = {"username": "lead", "password": PASSWORD}

    def act(**form):
        body = {"ids": ids[:1], "form": {"reason": "thick manual"} | form}
        answer = desk.post("/desk/odd-weights/act/accept_weights", body, content_type="application/json")
        return json.loads(answer.getvalue().splitlines()[-1])

    assert act()["code"] == "form_incomplete"
    assert "password" in act(**login | {"password": "wrong"})["data"]["errors"]
    assert act(**login)["done"] == ids[:1]

    asked: dict[str, Any] = {"odd_ids": ids[1:], "reason": "thick manual"}
    with pytest.raises(NotAllowed):
        accept_weights(**asked, confirmed_by=replace(LEAD, grants=frozenset()), **BY)
    with pytest.raises(NotTheSamePerson):
        accept_weights(**asked, confirmed_by=LEAD, **BY | {"actor": replace(ACTOR, user_id=LEAD.user_id)})
    assert accept_weights(**asked, confirmed_by=LEAD, **BY).done == ids[1:]
    assert Override.objects.count() == 2


@transaction.atomic
def accepted_behind_the_back():
    OddWeight.objects.update(state="accepted", closed_at=AT, reason="so")
    connection.check_constraints()


def test_the_database_keeps_no_accepted_weight_that_nobody_signed(world):
    weigh_parcels(grams={world.parcel("verified").pk: 3000}, **BY)
    with pytest.raises(IntegrityError):
        accepted_behind_the_back()


def test_who_accepts_the_own_weighing_is_marked(world, at_scale):
    lead()
    manager = at_scale("warehouse_manager", name="max")
    for code in (world.parcel("verified").waybill, "1200", "*9"):
        manager.scan(code)
    manager.signs("accept_weight", "lead", reason="I packed it myself")
    assert OddWeight.objects.get().is_own
