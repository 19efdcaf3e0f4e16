"""Pieces of the stop basket that nobody finds: two people say so, and the books know it by a move."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.world import broken_promises

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.fulfilment.baskets.goods import NotOfThisParcel
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.write_off_pieces import OneCodeOnePiece, write_off_pieces
from zhanggui.fulfilment.models import Incident, Override, Parcel, PutBack
from zhanggui.fulfilment.testing import LEAD
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.models import Balance, Move, UniqueCode
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def stopped_ones(world, count=1):
    parcels = world.parcels("picked", count)
    stop_parcels(parcel_ids=[parcel.pk for parcel in parcels], reason="refund", **BY)
    return parcels


@pytest.fixture
def parcel(world):
    return stopped_ones(world)[0]


def lose(*parcels, **how):
    return write_off_pieces(
        parcel_ids=[parcel.pk for parcel in parcels], reason="not on the table", confirmed_by=LEAD, **how, **BY
    )


def on_hand(sku, kind):
    return sum(Balance.objects.filter(location__kind=kind, sku=sku).values_list("on_hand", flat=True))


def test_the_station_asks_two_people_and_the_rest_goes_back(world, parcel, signed_in):
    """Two of TS-A and one of TS-B were picked; one TS-A is nowhere."""
    make_user("lead", roles=("exception_handler",))
    before = on_hand(world.a, "picking")
    table = Table(signed_in("exception_handler"), "stop-basket")
    table.scan(parcel.waybill)
    asked = table.scan("LOST")["ask"]
    assert [field["name"] for field in asked["fields"]] == ["sku", "pieces", "reason", "username", "password"]
    assert asked["fields"][0]["choices"] == [["TS-A", "TS-A ×2"], ["TS-B", "TS-B ×1"]]
    given = {"sku": "TS-A", "pieces": "1", "reason": "fell behind the belt"}
    pull = uuid4()
    for _ in range(2):
        answer = table.signs("LOST", "lead", scan_id=pull, **given)
        assert (answer["done"], answer["total"]) == (1, 3)
    assert "1 written off" in answer["items"][0]["detail"]
    assert on_hand(world.a, "packing") == 1

    for code in ("111", "P-01", "222", "P-01"):
        last = table.scan(code)
    assert last["sound"] == "done"
    assert table.later().scan(parcel.waybill)["sound"] == "done"
    assert Parcel.objects.get().state == "void"
    assert (on_hand(world.a, "picking"), on_hand(world.a, "packing")) == (before + 1, 0)
    gone = Move.objects.get(cause="write_off_pieces")
    assert (gone.quantity, gone.origin.kind, gone.target.kind, gone.actor) == (1, "packing", "loss", "Anna")
    one = Override.objects.get()
    assert (one.kind, one.pieces, one.reason, one.confirmed_by) == ("lost", 1, "fell behind the belt", "Lead")
    assert Fact.objects.filter(name="fulfilment.pieces.lost", subject_id=parcel.pk).count() == 1
    assert broken_promises() == []


@pytest.mark.parametrize(
    ("who", "change", "code"),
    [
        ("anna", {}, "not_the_same_person"),
        ("vera", {}, "second_may_not"),
        ("lead", {"reason": " "}, "loss_without_reason"),
        ("lead", {"pieces": "3"}, "nothing_missing"),
        ("lead", {"pieces": "x"}, "count_not_understood"),
        ("lead", {"sku": "NONE"}, "nothing_missing"),
    ],
)
def test_without_any_of_it_nothing_is_written_off(parcel, signed_in, who, change, code):
    make_user("lead", roles=("exception_handler",))
    make_user("vera", roles=("verifier",))
    table = Table(signed_in("exception_handler"), "stop-basket")
    table.scan(parcel.waybill)
    given = {"sku": "TS-A", "pieces": "1", "reason": "gone"} | change
    assert table.signs("LOST", who, **given)["code"] == code
    assert not PutBack.objects.exists()


def test_at_the_list_all_that_is_missing_of_several_is_written_off(world, signed_in):
    parcels = stopped_ones(world, 2)
    make_user("lead", roles=("exception_handler",))
    handler = signed_in("exception_handler")
    body: dict[str, Any] = {
        "ids": [parcel.pk for parcel in parcels],
        "form": {"reason": "the box is empty", "username": "lead", "password": PASSWORD},
    }
    answer = handler.post("/desk/stop-basket/act/write_off_pieces", body, content_type="application/json")
    assert json.loads(answer.getvalue().splitlines()[-1])["done"] == body["ids"]
    rows = handler.get("/desk/stop-basket/rows").json()["rows"]
    assert [(row["lost"], row["goods"]) for row in rows] == [("TS-A ×2, TS-B ×1", "")] * 2
    clear_stopped_parcels(parcel_ids=body["ids"], **BY)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"void"}
    assert on_hand(world.a, "packing") == 0
    assert not Incident.objects.exists()
    assert broken_promises() == []


def test_only_what_lies_in_the_basket_and_has_no_code_of_its_own(world, parcel):
    other = world.parcel("picked")
    assert lose(other).refused[other.pk].code() == "not_in_stop_basket"
    set_tracking(sku_ids=[world.a.pk], tracking="code", verify_by_count=False, **BY).one()
    assert lose(parcel).refused[parcel.pk].code() == "lost_by_code"
    assert lose(parcel, sku="TS-B", pieces=1).done == [parcel.pk]


def test_what_was_written_off_stays_on_record(parcel):
    lose(parcel).one()
    with pytest.raises(DatabaseError), transaction.atomic():
        PutBack.objects.filter(is_lost=True).update(is_lost=False)


def test_it_costs_the_same_for_any_number(world):
    counts = []
    for size in (1, 5):
        parcels = stopped_ones(world, size)
        with CaptureQueriesContext(connection) as statements:
            assert len(lose(*parcels).done) == size
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.fixture
def coded_one(coded):
    """Two of TS-A were picked for it; SN1 was verified into it, SN2 was not scanned."""
    parcel = coded.parcel("picked", {"TS-A": 2})
    verify_scan(waybill=parcel.waybill, barcode="SN1", client_id=uuid4(), **BY)
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", **BY)
    return parcel


@pytest.mark.parametrize("code", ["SN1", "SN2"])
def test_a_piece_with_a_code_is_written_off_by_its_code(coded, coded_one, signed_in, code):
    make_user("lead", roles=("exception_handler",))
    table = Table(signed_in("exception_handler"), "stop-basket")
    table.scan(coded_one.waybill)
    asked = table.scan("LOST")["ask"]["fields"]
    assert [field["name"] for field in asked] == ["sku", "pieces", "code", "reason", "username", "password"]
    given = {"sku": "TS-A", "pieces": "1", "reason": "stolen"}
    assert table.signs("LOST", "lead", **given)["code"] == "lost_by_code"
    assert table.signs("LOST", "lead", code=code, **given | {"pieces": "2"})["code"] == "one_code_one_piece"
    answer = table.signs("LOST", "lead", code=code, **given)
    assert (answer["done"], answer["total"]) == (1, 2)
    known = UniqueCode.objects.get(code=code)
    assert (known.state, known.cause_id, PutBack.objects.get().code) == ("lost", None, code)
    gone = Move.objects.get(cause="write_off_pieces")
    assert (gone.quantity, gone.origin.kind, gone.target.kind) == (1, "packing", "loss")
    assert Override.objects.get().put_back_id == PutBack.objects.get().pk

    assert table.scan(code)["code"] == "code_gone"
    assert table.signs("LOST", "lead", code=code, **given)["code"] == "code_gone"
    for scanned in ({"SN1": "SN2", "SN2": "SN1"}[code], "P-01"):
        table.scan(scanned)
    assert table.later().scan(coded_one.waybill)["sound"] == "done"
    states = dict(UniqueCode.objects.values_list("code", "state"))
    assert states == {"SN1": "in_stock", "SN2": "in_stock", "SN3": "in_stock", "SN4": "in_stock", "SNB": "in_stock"} | {
        code: "lost"
    }
    assert broken_promises() == []


@pytest.mark.parametrize("code", ["SNB", "111", "NONE"])
def test_a_code_that_is_not_of_this_parcel_writes_nothing_off(coded_one, code):
    with pytest.raises(NotOfThisParcel):
        lose(coded_one, code=code)
    assert not PutBack.objects.exists()


def test_a_code_is_one_piece_of_one_parcel(coded, coded_one):
    other = coded.parcel("picked", {"TS-A": 1})
    with pytest.raises(OneCodeOnePiece):
        lose(coded_one, other, code="SN2")
