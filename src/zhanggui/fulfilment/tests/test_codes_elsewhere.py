"""Unique codes away from the verifying table: at the put wall, at the stop basket, on the picker's phone."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from zhanggui.fulfilment.baskets.goods import BackAlready, NotOfThisParcel
from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.fulfilment.flows.sort_scan import SortedElsewhere, sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.undo_sorts import undo_sorts
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.picking.rows import codes_of
from zhanggui.fulfilment.rules.verifying import CodeElsewhere, CodeGone
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.inventory.models import UniqueCode
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import Warehouse

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def sort(parcel, code):
    return sort_scan(wave=parcel.wave.number, barcode=code, client_id=uuid4(), **BY)


def test_each_piece_has_one_place_on_the_wall(coded):
    parcel = coded.parcel("picked", {"TS-A": 2})
    assert sort(parcel, "SN1").result == "piece_sorted"
    again = sort(parcel, "SN1")
    assert (again.result, again.refusal.code(), again.refusal.sound) == (
        "already_sorted", "sorted_already", "already_scanned",
    )  # fmt: skip
    assert sort(parcel, "SN2").result == "cell_complete"
    assert sort(parcel, "SN3").result == "extra"


def test_taken_back_it_may_be_sorted_again(coded):
    parcel = coded.parcel("picked", {"TS-A": 2})
    sort(parcel, "SN1")
    undo_sorts(wave=parcel.wave.number, client_id=uuid4(), **BY)
    assert sort(parcel, "SN1").result == "piece_sorted"


def test_it_goes_back_to_its_bin(coded):
    parcel = coded.parcel("picked", {"TS-A": 1})
    stop_parcels(parcel_ids=[parcel.pk], reason="x", **BY)
    back: dict[str, Any] = {"waybill": parcel.waybill, "client_id": uuid4(), **BY}
    bin_code = Pick.objects.get(parcel_line__parcel=parcel).location.code
    with pytest.raises(NotOfThisParcel):
        put_back_scan(barcode="SNB", bin_code=bin_code, **back)
    assert put_back_scan(barcode="SN1", bin_code=bin_code, **back).left == 0


def test_the_phone_knows_barcodes_and_the_pieces_that_lie_there(coded):
    codes = codes_of(coded.a.pk, coded.warehouse.pk)
    assert {code: codes[code] for code in ("111", "SN1", "SN4")} == {"111": 1, "SN1": 0, "SN4": 0}
    assert "SNB" not in codes


def test_a_piece_with_a_code_goes_back_once(coded):
    parcel = coded.parcel("picked", {"TS-A": 2})
    stop_parcels(parcel_ids=[parcel.pk], reason="x", **BY)
    bin_code = Pick.objects.get(parcel_line__parcel=parcel).location.code
    back: dict[str, Any] = {"waybill": parcel.waybill, "bin_code": bin_code, **BY}
    assert put_back_scan(barcode="SN1", client_id=uuid4(), **back).left == 1
    with pytest.raises(BackAlready):
        put_back_scan(barcode="SN1", client_id=uuid4(), **back)
    assert put_back_scan(barcode="SN2", client_id=uuid4(), **back).left == 0


@pytest.fixture
def away(coded):
    """SN1 lies in another warehouse."""
    other = Warehouse.objects.create(code="WH-AWAY", name="Far away")
    UniqueCode.objects.filter(code="SN1").update(warehouse=other)


def test_a_piece_of_another_warehouse_counts_nowhere_here(coded, away, signed_in):
    parcel, stopped = coded.parcel("picked", {"TS-A": 2}), coded.parcel("picked", {"TS-A": 2})
    said = verify_scan(waybill=parcel.waybill, barcode="SN1", client_id=uuid4(), **BY)
    assert said.result == "code_gone"
    assert "Far away" in sort(parcel, "SN1").refusal.sentence
    stop_parcels(parcel_ids=[stopped.pk], reason="x", **BY)
    bin_code = Pick.objects.get(parcel_line__parcel=stopped).location.code
    with pytest.raises(CodeElsewhere, match="Far away"):
        put_back_scan(waybill=stopped.waybill, barcode="SN1", bin_code=bin_code, client_id=uuid4(), **BY)
    printed = coded.parcel("printed", {"TS-A": 1})
    asked = {"picks": Pick.objects.get(parcel_line__parcel=printed).pk, "code": "SN1", "quantity": 1}
    page = signed_in("picker")
    answer = page.post(reverse("fulfilment:refused_pick", args=[printed.wave_id]), asked).json()
    assert (answer["code"], answer["sound"], "Far away" in answer["headline"]) == (
        "code_elsewhere", "wrong_barcode", True,
    )  # fmt: skip
    assert page.post(reverse("fulfilment:picking_wave", args=[printed.wave_id]), asked).status_code == 422


def test_a_piece_lies_at_one_wall(coded):
    first = coded.parcel("picked", {"TS-A": 2})
    second = coded.parcel("picked", {"TS-A": 2})
    assert first.wave_id != second.wave_id
    sort(first, "SN1")
    refusal = sort(second, "SN1").refusal
    assert isinstance(refusal, SortedElsewhere)
    assert (refusal.sound, f"{first.wave.number}: cell {first.cell}" in refusal.sentence) == ("already_scanned", True)
    undo_sorts(wave=first.wave.number, client_id=uuid4(), **BY)
    assert sort(second, "SN1").result == "piece_sorted"


def test_what_came_back_from_a_taken_apart_parcel_finds_a_new_cell(coded):
    first = coded.parcel("picked", {"TS-A": 1})
    second = coded.parcel("picked", {"TS-A": 1})
    sort(first, "SN1")
    stop_parcels(parcel_ids=[first.pk], reason="x", **BY)
    assert isinstance(sort(second, "SN1").refusal, SortedElsewhere)
    empty_basket(parcel_ids=[first.pk])
    assert sort(second, "SN1").result == "cell_complete"


@pytest.fixture
def packed(coded):
    """SN1 was verified into this parcel."""
    parcel = coded.parcel("picked", {"TS-A": 2})
    verify_scan(waybill=parcel.waybill, barcode="SN1", client_id=uuid4(), **BY)
    return parcel


def test_a_piece_in_another_parcel_has_no_cell(coded, packed):
    refusal = sort(coded.parcel("picked", {"TS-A": 2}), "SN1").refusal
    assert isinstance(refusal, CodeGone)
    assert packed.waybill in refusal.sentence


def test_a_piece_goes_back_from_its_own_parcel_only(coded, packed):
    other = coded.parcel("picked", {"TS-A": 2})
    stop_parcels(parcel_ids=[packed.pk, other.pk], reason="x", **BY)
    bin_code = Pick.objects.get(parcel_line__parcel=other).location.code
    with pytest.raises(CodeGone, match=packed.waybill):
        put_back_scan(waybill=other.waybill, barcode="SN1", bin_code=bin_code, client_id=uuid4(), **BY)
    back = put_back_scan(waybill=packed.waybill, barcode="SN1", bin_code=bin_code, client_id=uuid4(), **BY)
    assert back.left == 1


def test_the_phone_says_where_a_piece_is_that_is_not_in_stock(coded, packed, signed_in):
    parcel = coded.parcel("printed", {"TS-A": 1})
    asked = {"picks": Pick.objects.get(parcel_line__parcel=parcel).pk, "code": "SN1"}
    answer = signed_in("picker").post(reverse("fulfilment:refused_pick", args=[parcel.wave_id]), asked).json()
    assert packed.waybill in answer["headline"]
