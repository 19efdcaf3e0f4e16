"""The scale as a packer meets it: boxes, a scale that is lost, weights that are wrong, and how to go on."""

from decimal import Decimal
from typing import Any

import pytest

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.fulfilment.answers.weigh import read_grams
from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import OddWeight, PackUse, Parcel, ParcelLine
from zhanggui.fulfilment.testing import scan_all
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.models import Balance, Move
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def at_scale(signed_in):
    return lambda role="packer", name="anna": Table(signed_in(role, name=name), "weigh")


@pytest.fixture
def boxes(world):
    """A small box and a big one; three of the small, none of the big. A T-shirt has 600 cm³."""
    product = Product.objects.create(code="BOX", name="Carton")
    small, big = (
        Sku.objects.create(
            product=product, code=code, spec=code[-1], weight_g=weight, volume_cm3=volume, cost=Decimal("0.8")
        )
        for code, weight, volume in (("BOX-S", 40, 2500), ("BOX-L", 120, 9000))
    )
    Barcode.objects.create(code="6901234567892", sku=big)
    Sku.objects.filter(code__startswith="TS").update(volume_cm3=600)
    make_stock(world.warehouse, {small.pk: 3})
    set_packagings(packagings=[PackagingDraft("BOX-S"), PackagingDraft("BOX-L", 0, 5)], **BY)
    return small, big


@pytest.mark.parametrize(
    ("text", "grams"),
    [("440", 440), ("440 g", 440), ("0.44kg", 440), ("0.88斤", 440), ("1lb", 454), ("1.5", 1500), ("TC01", None)],
)
def test_what_people_type(text, grams):
    assert read_grams(text) == grams


def test_the_smallest_box_that_fits_is_proposed_used_up_and_paid(world, at_scale, boxes):
    parcel = world.parcel("verified")
    table = at_scale()
    opened = table.scan(parcel.waybill)
    assert [item["title"] for item in opened["items"]][:2] == ["*1 Carton S", "*2 Carton L"]
    assert opened["context"]["box"] == boxes[0].pk
    assert table.scan("scale 600g")["sound"] == "done"
    use = PackUse.objects.get()
    assert (use.sku_id, use.unit_cost, use.is_booked, use.by) == (boxes[0].pk, Decimal("0.8"), True, "Anna")
    move = Move.objects.get(cause="use_packaging")
    assert (move.cause_id, move.quantity, move.target.kind, move.unit_cost) == (use.pk, 1, "customer", use.unit_cost)
    assert Balance.objects.get(sku=boxes[0]).on_hand == 2
    assert Fact.objects.get(name="fulfilment.parcel.weighed").data["device"] == "scale"


@pytest.mark.parametrize("code", ["*2", "6901234567892", "BOX-L"])
def test_another_box_is_chosen_by_number_or_scan(world, at_scale, boxes, code):
    parcel = world.parcel("verified")
    table = at_scale()
    table.scan(parcel.waybill)
    assert table.scan(code)["context"]["box"] == boxes[1].pk
    assert table.scan("680")["sound"] == "done"
    use = PackUse.objects.get()
    assert (use.sku_id, use.is_booked) == (boxes[1].pk, False)
    assert not Move.objects.filter(cause="use_packaging").exists()


def test_none_of_our_boxes_can_be_said_but_not_forgotten(world, at_scale, boxes):
    Sku.objects.update(volume_cm3=0)
    parcel = world.parcel("verified")
    table = at_scale()
    assert "box" not in table.scan(parcel.waybill)["context"]
    assert table.scan("590")["code"] == "box_not_named"
    table.scan("*-")
    assert table.scan("590")["sound"] == "done"
    assert PackUse.objects.count() == 0


@pytest.mark.parametrize("forged", [{"boxes": "x"}, {"boxes": "1,,2"}, {"box": "x", "boxes": "1"}])
def test_a_forged_list_of_boxes_breaks_nothing(world, at_scale, boxes, forged):
    parcel = world.parcel("verified")
    table = at_scale()
    table.scan(parcel.waybill)
    table.context |= forged
    assert table.scan("*9")["code"]
    parcel.refresh_from_db()
    assert parcel.state == "verified"


def test_what_packers_took_before_is_proposed(world, at_scale, boxes):
    for parcel in world.parcels("verified", 3):
        table = at_scale(name=f"p{parcel.pk}")
        table.scan(parcel.waybill)
        table.scan("*2")
        table.scan("680")
    opened = at_scale(name="late").scan(world.parcel("verified").waybill)
    assert opened["context"]["box"] == boxes[1].pk


def test_a_scale_lost_in_the_middle_leaves_the_parcel_as_it_was(world, at_scale, boxes):
    """The page is loaded again, or another table goes on: the waybill is all it needs."""
    parcel = world.parcel("verified")
    lost = at_scale()
    lost.scan(parcel.waybill)
    again = at_scale(name="ben")
    assert again.scan(parcel.waybill)["tone"] == "info"
    assert again.scan("600")["sound"] == "done"
    assert lost.scan("610")["code"] == "parcel_not_there"
    assert PackUse.objects.count() == 1


def test_a_wrong_weight_is_kept_and_any_table_sees_it(world, at_scale):
    parcel = world.parcel("verified")
    table = at_scale()
    table.scan(parcel.waybill)
    answer = table.scan("353")
    assert (answer["code"], answer["sound"], "1 × TS-A" in answer["headline"]) == ("parcel_too_light", "too_many", True)
    assert "*0" in answer["detail"]
    odd = OddWeight.objects.get()
    assert (odd.grams, odd.cause, odd.state, odd.by) == (353, "missing", "open", "Anna")
    seen = at_scale(name="ben").scan(parcel.waybill)
    assert (seen["tone"], "353 g" in seen["detail"]) == ("warn", True)


def test_the_right_weight_afterwards_settles_it(world, at_scale):
    parcel = world.parcel("verified")
    table = at_scale()
    for code in (parcel.waybill, "353", "360"):
        table.scan(code)
    assert OddWeight.objects.get().grams == 360
    assert table.scan("590")["sound"] == "done"
    assert OddWeight.objects.get().state == "settled"


def test_the_box_is_opened_and_verified_again(world, at_scale):
    parcel = world.parcel("verified")
    table = at_scale()
    table.scan(parcel.waybill)
    table.scan("353")
    assert table.scan("*0")["headline"] == "Open the box"
    parcel.refresh_from_db()
    assert (parcel.state, parcel.units_verified) == ("picked", 0)
    assert list(ParcelLine.objects.values_list("verified", flat=True)) == [0, 0]
    assert OddWeight.objects.get().state == "reopened"
    assert table.scan(parcel.waybill)["code"] == "parcel_not_there"
    scan_all([parcel.pk])
    table.scan(parcel.waybill)
    assert table.scan("590")["sound"] == "done"


def test_a_stopped_parcel_is_refused_with_its_reason_also_after_an_odd_weight(world, at_scale):
    parcel = world.parcel("verified")
    manager = at_scale("warehouse_manager", name="max")
    manager.scan(parcel.waybill)
    manager.scan("1200")
    stop_parcels(parcel_ids=[parcel.pk], reason="The buyer called", **BY)
    assert {manager.scan(code)["code"] for code in ("590", "*0")} == {"parcel_stopped"}
    manager.scan("*9")
    assert manager.signs("accept_weight", "lead", reason="all the same")["code"] == "parcel_stopped"
    assert Parcel.objects.get().state == "stopped"
