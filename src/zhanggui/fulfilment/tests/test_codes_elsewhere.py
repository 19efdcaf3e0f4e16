"""Unique codes away from the verifying table: at the put wall, at the stop basket, on the picker's phone."""

from typing import Any
from uuid import uuid4

import pytest

from zhanggui.fulfilment.baskets.goods import NotOfThisParcel
from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.fulfilment.flows.sort_scan import sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.undo_sorts import undo_sorts
from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.picking.rows import codes_of
from zhanggui.orders.testing import ACTOR, AT

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
    assert {code: codes[code] for code in ("111", "SN1", "SN4")} == {"111": 1, "SN1": 1, "SN4": 1}
    assert "SNB" not in codes
