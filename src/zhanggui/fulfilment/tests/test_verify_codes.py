"""Goods with unique codes (序列号, 唯一码) at the verifying table, and where the codes go with their parcels."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.world import broken_promises

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import CodeState
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def table(world, signed_in):
    return Table(signed_in("verifier"))


def states():
    return dict(UniqueCode.objects.order_by("code").values_list("code", "state"))


def test_each_piece_is_known_by_its_own_code(coded, table):
    parcel = coded.parcel("picked", {"TS-A": 2})
    table.scan(parcel.waybill)
    assert [table.scan(code)["sound"] for code in ("SN2", "SN1")] == ["ok", "done"]

    line = ParcelLine.objects.get(parcel=parcel)
    assert set(UniqueCode.objects.filter(cause_id=line.pk).values_list("code", flat=True)) == {"SN1", "SN2"}
    assert states() == {"SN1": "in_parcel", "SN2": "in_parcel", "SN3": "in_stock", "SN4": "in_stock", "SNB": "in_stock"}
    assert broken_promises() == []


@pytest.mark.parametrize(
    ("scanned", "code", "sound"),
    [
        ("111", "code_due", "wrong_barcode"),
        ("SNB", "wrong_barcode", "wrong_barcode"),
        ("SN9", "wrong_barcode", "wrong_barcode"),
        ("SN1", "code_gone", "already_scanned"),
        ("*2 SN2", "one_by_one", "refused"),
    ],
)
def test_the_barcode_another_goods_code_an_unknown_and_a_used_one_are_refused(coded, table, scanned, code, sound):
    table.scan(coded.parcel("picked", {"TS-A": 3}).waybill)
    table.scan("SN1")
    answer = table.scan(scanned)
    assert (answer["code"], answer["sound"]) == (code, sound)
    assert Parcel.objects.get().units_verified == 1


def test_a_code_in_another_parcel_says_in_which(coded, table):
    first, second = coded.parcels("picked", 2, {"TS-A": 2})
    table.scan(first.waybill)
    table.scan("SN1")
    table.scan(second.waybill)
    assert first.waybill in table.scan("SN1")["headline"]


def test_a_code_taken_back_is_in_stock_again(coded, table):
    parcel = coded.parcel("picked", {"TS-A": 2})
    table.scan(parcel.waybill)
    table.scan("SN1")
    table.scan("UNDO")
    assert states()["SN1"] == "in_stock"
    assert table.scan("SN1")["tone"] == "good"
    table.scan("RESTART")
    assert set(states().values()) == {"in_stock"}
    assert broken_promises() == []


def test_the_codes_of_a_box_that_was_opened_are_scanned_again(coded, table):
    parcel = coded.parcel("picked", {"TS-A": 2})
    table.scan(parcel.waybill)
    for code in ("SN1", "SN2"):
        table.scan(code)
    recheck_parcels(parcel_ids=[parcel.pk], **BY).one()
    assert set(states().values()) == {"in_stock"}
    assert broken_promises() == []
    table.scan(parcel.waybill)
    assert [table.scan(code)["sound"] for code in ("SN2", "SN3")] == ["ok", "done"]
    assert broken_promises() == []


def packed(coded, table):
    parcel = coded.parcel("picked", {"TS-A": 1})
    table.scan(parcel.waybill)
    assert table.scan("SN1")["sound"] == "done"
    weigh_parcels(grams={parcel.pk: parcel.expected_g + 40}, **BY).one()
    return parcel


def test_a_code_ships_with_its_parcel_and_comes_back_with_it(coded, table):
    parcel = packed(coded, table)
    ship_parcels(parcel_ids=[parcel.pk], **BY).one()
    assert states()["SN1"] == "shipped"
    assert broken_promises() == []
    take_back_parcels(parcel_ids=[parcel.pk], note="wrong van", **BY).one()
    assert states()["SN1"] == "in_parcel"
    assert broken_promises() == []
    ship_parcels(parcel_ids=[parcel.pk], **BY).one()
    assert states()["SN1"] == "shipped"


def test_a_stopped_parcel_gives_its_codes_back_when_the_basket_is_emptied(coded, table):
    parcel = packed(coded, table)
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", **BY)
    assert states()["SN1"] == "in_parcel"
    empty_basket(parcel_ids=[parcel.pk], **BY).one()
    assert states()["SN1"] == "in_stock"
    assert broken_promises() == []


def test_a_code_that_came_back_ships_again_and_its_history_stays(coded, table, signed_in):
    first = packed(coded, table)
    ship_parcels(parcel_ids=[first.pk], **BY).one()
    second = coded.parcel("picked", {"TS-A": 1})
    table.scan(second.waybill)
    assert (table.scan("SN1")["code"], states()["SN1"]) == ("code_gone", "shipped")
    take_back_parcels(parcel_ids=[first.pk], note="wrong van", **BY).one()
    assert table.scan("SN1")["code"] == "code_gone"  # in its parcel, which is still in the house
    stop_parcels(parcel_ids=[first.pk], reason="refund", **BY).one()
    assert table.scan("SN1")["code"] == "code_gone"
    empty_basket(parcel_ids=[first.pk], **BY).one()

    assert table.scan("SN1")["sound"] == "done"
    weigh_parcels(grams={second.pk: second.expected_g + 40}, **BY).one()
    ship_parcels(parcel_ids=[second.pk], **BY).one()
    assert states()["SN1"] == "shipped"
    rows = signed_in("warehouse_manager", name="mia").get("/desk/unique-codes/rows?tab=shipped").json()["rows"]
    (row,) = rows
    assert [link["label"] for link in row["parcel"]] == [second.waybill]
    assert [link["label"] for link in row["before"]] == [first.waybill]
    assert broken_promises() == []


def test_a_code_steps_only_where_its_piece_can_have_gone(coded):
    codes = UniqueCode.objects.filter(code="SN1")
    codes.update(state="in_parcel", cause_id=7)
    assert step_codes(cause_ids=[7], state=CodeState.RETURNED, **BY) == []
    assert step_codes(cause_ids=[7], state=CodeState.SHIPPED, codes=["SN2"], **BY) == []
    assert step_codes(cause_ids=[7], state=CodeState.SHIPPED, **BY) == ["SN1"]
    with pytest.raises(IntegrityError), transaction.atomic():
        codes.update(state="in_stock", cause_id=None)


def test_goods_whose_codes_are_in_parcels_stay_tracked(coded, table):
    packed(coded, table)
    outcome = set_tracking(sku_ids=[coded.a.pk], tracking="none", verify_by_count=False, **BY)
    assert [refusal.code() for refusal in outcome.refused.values()] == ["codes_in_parcels"]


def test_the_sheet_shows_the_codes(coded, table, signed_in):
    parcel = packed(coded, table)
    page = signed_in("warehouse_manager", name="mia").get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert page.count("SN1") >= 2


def test_prove_names_a_code_that_went_astray(coded, table):
    parcel = packed(coded, table)
    UniqueCode.objects.filter(code="SN1").update(state="shipped")
    UniqueCode.objects.filter(code="SN2").update(state="in_parcel", cause_id=ParcelLine.objects.get(parcel=parcel).pk)
    wrong = broken_promises()
    assert any("unique code SN1" in one for one in wrong)
    assert any(parcel.number in one and "holds 2 unique codes; its scans read 1" in one for one in wrong)


def test_a_barcode_wins_over_a_code_that_reads_the_same(coded, table):
    Barcode.objects.create(code="SN3", sku=coded.b)
    table.scan(coded.parcel("picked", {"TS-A": 1}).waybill)
    assert table.scan("SN3")["code"] == "wrong_barcode"
