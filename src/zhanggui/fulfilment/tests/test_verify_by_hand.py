"""No forced scan-out: a barcode nobody can read needs a right, a reason and a second person, and is on the list."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.world import broken_promises

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.fulfilment.models import Override, Parcel
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(world, signed_in):
    make_user("lead", roles=("warehouse_manager",))
    make_user("vera", roles=("verifier",))
    table = Table(signed_in("verifier"))
    table.scan(world.parcel("picked", {"TS-A": 3}).waybill)
    return table


GIVEN = {"sku": "TS-A", "pieces": "2", "reason": "label torn off"}


def test_two_people_verify_by_hand_and_it_is_on_the_list(world, table, signed_in):
    asked = table.scan("HAND")["ask"]
    assert [field["name"] for field in asked["fields"]] == ["sku", "pieces", "reason", "username", "password"]
    answer = table.signs("by_hand", "lead", **GIVEN)
    assert (answer["tone"], answer["done"], answer["total"]) == ("good", 2, 3)
    assert table.scan("111")["sound"] == "done"

    one = Override.objects.get()
    assert (one.actor, one.confirmed_by, one.pieces, one.reason) == ("Anna", "Lead", 2, "label torn off")
    assert Fact.objects.filter(name="fulfilment.pieces.overridden").count() == 1
    rows = signed_in("warehouse_manager", name="mia").get("/desk/overrides/rows").json()["rows"]
    assert [(row["actor"], row["confirmed_by"], row["pieces"]) for row in rows] == [("Anna", "Lead", 2)]
    assert broken_promises() == []


@pytest.mark.parametrize(
    ("who", "change", "code"),
    [
        ("anna", {}, "not_the_same_person"),
        ("vera", {}, "second_may_not"),
        ("nobody", {}, "wrong_sign_in"),
        ("lead", {"reason": " "}, "reason_missing"),
        ("lead", {"pieces": "0"}, "count_not_understood"),
        ("lead", {"pieces": "4"}, "too_many_pieces"),
        ("lead", {"sku": "TS-B"}, "wrong_barcode"),
        ("lead", {"sku": "NONE"}, "not_found"),
    ],
)
def test_without_any_of_it_nothing_is_counted(world, table, who, change, code):
    assert table.signs("by_hand", who, **GIVEN | change)["code"] == code
    assert Parcel.objects.get().units_verified == 0
    assert not Override.objects.exists()


def test_goods_with_codes_are_never_counted_by_hand(world, table):
    set_tracking(sku_ids=[world.a.pk], tracking="code", verify_by_count=False, actor=ACTOR, at=AT).one()
    assert table.scan("HAND")["code"] == "nothing_by_hand"
    assert table.signs("by_hand", "lead", **GIVEN)["code"] == "key_the_code"


def test_a_post_without_the_right_may_not_even_ask(world, signed_in):
    table = Table(signed_in("shipper", name="sam"))
    assert table.client.post("/station/verify/scan", {}, content_type="application/json").status_code == 403


def test_the_database_refuses_one_person_for_both_and_changes_of_the_list(world, table):
    table.signs("by_hand", "lead", **GIVEN)
    one = Override.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(
            scan_id=one.scan_id, parcel_id=one.parcel_id, sku_id=one.sku_id, pieces=1, reason="x", actor_id=7,
            actor="A", confirmed_by_id=7, confirmed_by="A", at=AT,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Override.objects.update(reason="nothing happened")
