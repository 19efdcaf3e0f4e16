from dataclasses import replace
from uuid import uuid4

import pytest

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Scan
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db


def scan(waybill, barcode, client_id=None, actor=ACTOR):
    return verify_scan(waybill=waybill, barcode=barcode, client_id=client_id or uuid4(), actor=actor, at=AT)


def test_the_last_piece_completes_the_parcel_once(world):
    parcel = world.parcel("picked")
    answers = [scan(parcel.waybill, code).result for code in ("111", "222", "111")]

    assert answers == ["piece_ok", "piece_ok", "parcel_done"]
    parcel.refresh_from_db()
    assert (parcel.state, parcel.units_verified, parcel.verified_by) == ("verified", 3, ACTOR.name)
    assert Fact.objects.filter(name="fulfilment.parcel.verified").count() == 1


def test_the_same_pull_twice_counts_once_and_answers_alike(world):
    parcel, pull = world.parcel("picked"), uuid4()
    first, second = scan(parcel.waybill, "111", pull), scan(parcel.waybill, "111", pull)

    assert (first.result, second.result, second.is_repeated) == ("piece_ok", "piece_ok", True)
    assert (Scan.objects.count(), Parcel.objects.get().units_verified) == (1, 1)


def test_an_inner_pack_counts_its_pieces(world):
    Barcode.objects.create(code="PACK-A", sku=world.a, pieces=2)
    parcel = world.parcel("picked")
    answer = scan(parcel.waybill, "PACK-A")
    assert (answer.verified_before, answer.verified_after, answer.units_verified) == (0, 2, 2)
    assert scan(parcel.waybill, "PACK-A").result == "too_many"


@pytest.mark.parametrize(
    ("barcode", "result", "sound"),
    [("999", "wrong_barcode", "wrong_barcode"), ("222", "too_many", "too_many")],
)
def test_a_piece_that_does_not_belong_is_refused_and_on_record(world, barcode, result, sound):
    parcel = world.parcel("picked")
    scan(parcel.waybill, "222")
    answer = scan(parcel.waybill, barcode)

    assert (answer.result, answer.refusal.sound) == (result, sound)
    assert sum(ParcelLine.objects.values_list("verified", flat=True)) == 1
    assert Scan.objects.filter(result=result).count() == 1


def test_stop_void_early_late_and_unknown_each_say_so(world):
    early, late, stopped = world.parcel("printed"), world.parcel("verified"), world.parcel("picked")
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)

    results = [scan(waybill, "111") for waybill in (early.waybill, late.waybill, stopped.waybill, "NONE")]
    assert [answer.result for answer in results] == ["not_picked", "already_scanned", "stopped", "unknown_waybill"]
    assert [answer.refusal.sound for answer in results] == ["refused", "already_scanned", "stopped", "wrong_barcode"]
    assert "Refund asked" in results[2].refusal.sentence


def test_another_warehouse_does_not_know_the_waybill(world):
    parcel = world.parcel("picked")
    assert scan(parcel.waybill, "111", actor=replace(ACTOR, warehouse_ids=frozenset({0}))).result == "unknown_waybill"


def test_a_carton_may_fill_two_lines_of_its_sku(world):
    Barcode.objects.create(code="CARTON", sku=world.a, pieces=3)
    first, second = (replace(line, quantity=number) for line, number in zip(two_lines(), (2, 4), strict=True))
    (parcel_id,) = take_to("picked", make_orders(world.shop, [replace(channel_order(), lines=(first, second))]))
    waybill = Parcel.objects.get(pk=parcel_id).waybill

    answers = [scan(waybill, "CARTON") for _ in range(3)]

    assert [answer.result for answer in answers] == ["piece_ok", "parcel_done", "already_scanned"]
    assert [(answer.verified_before, answer.verified_after) for answer in answers[:2]] == [(0, 3), (3, 6)]
    assert list(ParcelLine.objects.order_by("pk").values_list("verified", flat=True)) == [2, 4]


def two_lines():
    line = channel_order(skus=["TS-A"]).lines[0]
    return replace(line, number="1"), replace(line, number="2")


def test_an_order_of_a_merged_parcel_that_must_stop_stops_the_table(world):
    parcel, other = world.parcels("picked", 2)
    ParcelLine.objects.filter(parcel=other).update(parcel=parcel)
    hold_orders(order_ids=[other.order_id], note="call first", actor=ACTOR, at=AT)

    answer = scan(parcel.waybill, "111")

    assert (answer.result, answer.refusal.data["reason"]) == ("stopped", "call first")
    assert weigh_parcels(grams={parcel.pk: 500}, actor=ACTOR, at=AT).refused[parcel.pk].data["reason"] == "call first"
