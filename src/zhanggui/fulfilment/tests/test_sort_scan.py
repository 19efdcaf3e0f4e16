"""One piece at the put wall: one cell, or none, whoever holds the same goods at the same time."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.sort_scan import sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Sort
from zhanggui.fulfilment.testing import scan_all
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


def put(parcel, barcode, *, client_id=None, actor=ACTOR):
    return sort_scan(
        wave=parcel.wave.number if isinstance(parcel, Parcel) and parcel.wave else parcel, barcode=barcode,
        client_id=client_id or uuid4(), actor=actor, at=AT,
    )  # fmt: skip


def test_pieces_fill_cell_by_cell_and_the_last_completes_its_cell(world):
    first, second = world.parcels("picked", 2)
    answers = [put(first, code) for code in ("111", "222", "111", "111", "111", "222")]
    assert [answer.cell for answer in answers] == [1, 1, 1, 2, 2, 2]
    assert [answer.result for answer in answers] == ["piece_sorted", "piece_sorted", "cell_complete"] * 2
    assert [(answer.sorted_before, answer.sorted_after, answer.units) for answer in answers[:3]] == [
        (0, 1, 3), (1, 2, 3), (2, 3, 3),
    ]  # fmt: skip
    told = Fact.objects.filter(name="fulfilment.parcel.sorted").order_by("pk")
    assert list(told.values_list("subject_id", "data")) == [
        (first.pk, {"cell": 1, "units": 3}),
        (second.pk, {"cell": 2, "units": 3}),
    ]


def test_sorting_is_recorded_and_verifying_goes_as_before(world):
    parcel = world.parcel("picked")
    for code in ("111", "111", "222"):
        put(parcel, code)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.units_verified) == ("picked", 0)
    scan_all([parcel.pk])
    parcel.refresh_from_db()
    assert parcel.state == "verified"


def test_one_piece_more_than_needed_is_refused_and_remembered(world):
    parcel = world.parcel("picked")
    put(parcel, "222")
    extra = put(parcel, "222")
    assert (extra.result, extra.cell, extra.refusal.code()) == ("extra", None, "extra_piece")
    assert extra.refusal.sound == "too_many"
    assert list(Sort.objects.order_by("pk").values_list("result", "cell", "parcel_id")) == [
        ("piece_sorted", 1, parcel.pk),
        ("extra", None, None),
    ]


def test_goods_of_no_parcel_and_of_no_product_are_refused(world):
    wave = world.parcel("picked", {"TS-A": 1}).wave.number
    assert (put(wave, "222").result, put(wave, "999").result) == ("wrong_goods", "unknown_barcode")
    assert put("NONE", "111").result == "unknown_wave"


def test_a_pack_goes_whole_or_is_opened(world):
    Barcode.objects.create(code="PACK-A", sku=world.a, pieces=2)
    first = world.parcel("picked")
    assert (put(first, "PACK-A").cell, put(first, "PACK-A").refusal.code()) == (1, "pack_to_open")
    assert ParcelLine.objects.get(parcel=first, sku=world.a).sorted == 2


def test_the_same_pull_twice_fills_one_need(world):
    parcel, pull = world.parcel("picked"), uuid4()
    once, again = put(parcel, "111", client_id=pull), put(parcel, "111", client_id=pull)
    assert (once.sorted_after, again.sorted_after, again.cell) == (1, 1, once.cell)
    assert (once.is_repeated, again.is_repeated) == (False, True)
    assert Sort.objects.count() == 1


def test_what_the_verifier_counted_already_needs_no_place(world):
    parcel = world.parcel("picked")
    scan_all([parcel.pk])
    assert put(parcel, "111").result == "extra"


def test_pieces_of_a_stopped_parcel_go_to_the_basket_after_those_that_leave(world):
    stopped, goes = world.parcels("picked", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)
    answers = [put(goes, "222") for _ in range(3)]
    assert [(answer.result, answer.cell, answer.parcel_id) for answer in answers] == [
        ("piece_sorted", 2, goes.pk),
        ("to_basket", 1, stopped.pk),
        ("extra", None, None),
    ]


def test_a_stop_that_was_asked_counts_before_it_is_carried_out(world):
    stopping, goes = world.parcels("picked", 2)
    Order.objects.filter(pk=stopping.order_id).update(stop_reason="refund_asked")
    assert [put(goes, "222").result for _ in range(2)] == ["piece_sorted", "to_basket"]
    assert ParcelLine.objects.get(parcel=stopping, sku=world.b).sorted == 1


def test_a_wave_that_was_not_picked_has_nothing_to_sort(world):
    assert put(world.parcel("printed"), "111").result == "not_picked"


def test_a_wall_of_another_warehouse_does_not_know_the_wave(world):
    away = Actor("ben", warehouse_ids=frozenset({make_warehouse().pk}))
    assert put(world.parcel("picked"), "111", actor=away).result == "unknown_wave"


def test_cells_of_shops_one_may_not_see_are_not_filled(world):
    nobody = Actor("ben", shop_ids=frozenset({0}))
    assert put(world.parcel("picked"), "111", actor=nobody).result == "extra"


def test_the_database_refuses_more_sorted_than_picked(world):
    parcel = world.parcel("picked")
    with pytest.raises(DatabaseError, match="parcel_line_not_over_sorted"), transaction.atomic():
        ParcelLine.objects.filter(parcel=parcel).update(sorted=9)
    put(parcel, "111")
    with pytest.raises(DatabaseError), transaction.atomic():
        Sort.objects.update(cell=9)


def test_a_piece_is_one_statement(world):
    parcel = world.parcel("picked")
    number = parcel.wave.number
    with CaptureQueriesContext(connection) as statements:
        put(number, "111")
    assert len(statements) == 1
