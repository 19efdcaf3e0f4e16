"""Goods kept by lots (批次) at the verifying table."""

import pytest
from tests.world import broken_promises

from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.models import Scan
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def milk(world):
    """Two pieces of lot L1 are picked before those of L2."""
    sku = Sku.objects.create(product=Product.objects.create(code="MILK", name="Milk"), code="MILK", weight_g=100)
    Barcode.objects.create(code="333", sku=sku)
    set_tracking(sku_ids=[sku.pk], tracking="lot", verify_by_count=True, actor=ACTOR, at=AT).one()
    make_stock(world.warehouse, {sku.pk: 2}, lot="L1")
    make_stock(world.warehouse, {sku.pk: 5}, lot="L2")
    return sku


@pytest.fixture
def table(world, milk, signed_in):
    return Table(signed_in("verifier"))


def test_each_piece_is_asked_for_its_lot(world, table):
    parcel = world.parcel("picked", {"MILK": 2})
    table.scan(parcel.waybill)
    asked = table.scan("333")
    assert (asked["tone"], asked["headline"]) == ("info", "Scan the lot")
    assert "L1" in asked["detail"]
    assert table.scan("L1")["tone"] == "good"
    assert table.scan("*1 333")["headline"] == "Scan the lot"
    assert table.scan("L1")["sound"] == "done"
    assert (
        list(Scan.objects.filter(result__in=["piece_ok", "parcel_done"]).values_list("code", flat=True)) == ["L1"] * 2
    )
    assert broken_promises() == []


def test_another_lot_than_picked_is_refused_and_the_right_one_still_asked(world, table):
    table.scan(world.parcel("picked", {"MILK": 2}).waybill)
    table.scan("333")
    answer = table.scan("L2")
    assert (answer["code"], answer["sound"]) == ("wrong_lot", "wrong_barcode")
    assert table.scan("L1")["tone"] == "good"


def test_no_more_of_a_lot_than_was_picked(world, table):
    table.scan(world.parcel("picked", {"MILK": 3}).waybill)
    for _ in range(2):
        table.scan("333")
        assert table.scan("L1")["tone"] == "good"
    table.scan("333")
    assert table.scan("L1")["code"] == "too_many_pieces"
    assert table.scan("L2")["sound"] == "done"


def test_a_count_goes_on_after_the_lot(world, table):
    table.scan(world.parcel("picked", {"MILK": 2}).waybill)
    table.scan("*2 333")
    assert table.scan("L1")["sound"] == "done"


def test_an_undone_lot_can_be_scanned_again(world, table):
    table.scan(world.parcel("picked", {"MILK": 2}).waybill)
    table.scan("333")
    table.scan("L1")
    table.scan("UNDO")
    for _ in range(2):
        table.scan("333")
        last = table.scan("L1")
    assert last["sound"] == "done"
    assert broken_promises() == []


def test_whoever_scans_another_parcel_instead_of_the_lot_opens_it(world, table):
    first, second = world.parcels("picked", 2, {"MILK": 1})
    table.scan(first.waybill)
    table.scan("333")
    assert table.scan(second.waybill)["context"] == {"waybill": second.waybill}


@pytest.fixture
def opened(world, table):
    """Two pieces of L1 and one of L2 were verified, then the box was opened; its label is on the table again."""
    parcel = world.parcel("picked", {"MILK": 3})
    table.scan(parcel.waybill)
    for lot in ("L1", "L1", "L2"):
        table.scan("333")
        last = table.scan(lot)
    assert last["sound"] == "done"
    recheck_parcels(parcel_ids=[parcel.pk], actor=ACTOR, at=AT).one()
    table.scan(parcel.waybill)
    return parcel


def test_a_box_that_was_opened_is_verified_by_lots_again(opened, table):
    for lot in ("L1", "L1"):
        table.scan("333")
        assert table.scan(lot)["tone"] == "good"
    table.scan("333")
    assert table.scan("L1")["code"] == "too_many_pieces"
    assert table.scan("L2")["sound"] == "done"
    assert broken_promises() == []


def test_what_was_scanned_before_the_box_was_opened_is_not_undone(opened, table):
    assert table.scan("UNDO")["code"] == "nothing_to_undo"
    table.scan("333")
    assert table.scan("L1")["tone"] == "good"
    assert table.scan("RESTART")["tone"] != "bad"
    opened.refresh_from_db()
    assert opened.units_verified == 0
    assert broken_promises() == []
