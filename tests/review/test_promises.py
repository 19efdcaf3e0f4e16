"""What must hold at every moment, also while a worker is slow, killed, or a message comes twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.fulfilment import proof
from zhanggui.fulfilment.flows import clear_stopped_parcels as clearing
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Claim, Location
from zhanggui.inventory.proof import PROOFS as STOCK_PROOFS
from zhanggui.inventory.rules.claims import Want
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.facts import _subscribers
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.hold_orders import PlatformDecides, hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, OrderLine, OrderSnapshot
from zhanggui.orders.proof import PROOFS as ORDER_PROOFS
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
USUAL = {"TS-A": 2, "TS-B": 1}


def wrong():
    return [each for prove in (*proof.PROOFS, *ORDER_PROOFS, *STOCK_PROOFS) for each in prove()]


def arrive(world, order):
    return import_orders(shop_id=world.shop.pk, orders=[order], **BY)


def newer(order, **changes):
    changed = replace(order, modified_at=order.modified_at + timedelta(minutes=5), **changes)
    return replace(changed, raw=repr(changed).encode())


def at_stage(world, stage, skus=USUAL):
    order = channel_order(skus=skus)
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to(stage, [order_id])
    return order, order_id, parcel_id


def test_a_parcel_does_not_leave_once_its_address_change_is_on_record(world):
    order, _, parcel_id = at_stage(world, "weighed")
    arrive(world, newer(order, receiver=replace(order.receiver, address="elsewhere")))
    assert Fact.objects.filter(subject="order", name__contains="stop").exists()

    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []


def test_a_parcel_does_not_leave_once_a_line_was_refunded(world):
    order, _, parcel_id = at_stage(world, "weighed")
    lines = (replace(order.lines[0], state=ChannelState.CANCELLED), order.lines[1])
    arrive(world, newer(order, lines=lines))

    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []


def test_a_station_refuses_a_held_order_before_the_stop_job_has_run(world):
    _, order_id, parcel_id = at_stage(world, "picked")
    hold_orders(order_ids=[order_id], **BY)
    waybill = Parcel.objects.get(pk=parcel_id).waybill
    assert verify_scan(waybill=waybill, barcode="111", client_id=uuid4(), **BY).refusal is not None


def test_the_station_says_the_real_reason(world):
    order, order_id, parcel_id = at_stage(world, "picked")
    arrive(world, newer(order, receiver=replace(order.receiver, address="elsewhere")))
    stop_orders(order_ids=[order_id], **BY)
    assert Parcel.objects.get(pk=parcel_id).stop_reason != "review"


def test_a_stop_job_run_twice_leaves_the_next_parcel_alone(world):
    order, order_id, _ = at_stage(world, "planned")
    arrive(world, newer(order, receiver=replace(order.receiver, address="elsewhere")))
    stop_orders(order_ids=[order_id], **BY)
    later = {"actor": ACTOR, "at": AT + timedelta(minutes=1)}
    review_orders(order_ids=[order_id], **later)
    plan_parcels(order_ids=[order_id], **later)
    assert Parcel.objects.filter(state="planned").count() == 1

    # The worker died before the job was marked done, so it runs again.
    stop_orders(order_ids=[order_id], actor=ACTOR, at=AT + timedelta(minutes=2))

    assert Parcel.objects.filter(state="planned").count() == 1


def test_goods_of_a_lot_can_leave(world):
    place = Location.objects.filter(kind="picking", warehouse=world.warehouse).first()
    lotted = Sku.objects.create(product=world.a.product, code="TS-L", spec="lot", weight_g=100)
    Barcode.objects.create(code="333", sku=lotted)
    receive_goods(receipts=[Receipt(9001, place.pk, lotted.pk, 5, lot="L1")], **BY)
    _, _, parcel_id = at_stage(world, "weighed", {"TS-L": 1})

    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == [parcel_id]


def test_the_rest_of_an_order_is_sent_when_one_line_was_refunded(world):
    order = channel_order(skus=USUAL)
    (order_id,) = make_orders(world.shop, [order])
    done = replace(order.lines[0], state=ChannelState.CLOSED_REFUNDED, refund=RefundState.SUCCEEDED)
    arrive(world, newer(order, lines=(done, order.lines[1])))
    review_orders(order_ids=[order_id], **BY)

    assert plan_parcels(order_ids=[order_id], **BY).done == [order_id]


def test_a_change_that_must_wait_is_told_once(world):
    order, _order_id, _ = at_stage(world, "picked")
    changed = newer(order, lines=(replace(order.lines[0], quantity=5), order.lines[1]))
    arrive(world, changed)
    facts, kept = Fact.objects.count(), OrderSnapshot.objects.count()
    arrive(world, changed)
    arrive(world, changed)
    assert (Fact.objects.count(), OrderSnapshot.objects.count()) == (facts, kept)


def test_a_change_that_had_to_wait_comes_true_after_the_stop(world):
    order, order_id, parcel_id = at_stage(world, "picked")
    arrive(world, newer(order, lines=(replace(order.lines[0], quantity=5), order.lines[1])))
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=[parcel_id], **BY)
    # Nobody asks the platform again, and its hold cannot be released by hand.
    line = OrderLine.objects.get(order_id=order_id, number=order.lines[0].number)
    assert line.ordered == 5 or not Hold.objects.filter(order_id=order_id).exists()


def test_a_hold_placed_by_hand_survives_the_next_version(world):
    order = channel_order(skus=USUAL)
    (order_id,) = make_orders(world.shop, [order])
    with pytest.raises(PlatformDecides):
        hold_orders(order_ids=[order_id], reason="address_change", note="buyer phoned", **BY)
    hold_orders(order_ids=[order_id], note="buyer phoned", **BY)
    arrive(world, newer(order, seller_flag=3))
    assert Hold.objects.filter(order_id=order_id).exists()


def test_prove_is_green_when_a_stop_waited_for_its_lock(world):
    _, _, parcel_id = at_stage(world, "picked")
    waybill = Parcel.objects.get(pk=parcel_id).waybill
    # The stop read its clock, then waited for a lock; the scan came and went meanwhile.
    verify_scan(waybill=waybill, barcode="111", client_id=uuid4(), actor=ACTOR, at=AT + timedelta(seconds=1))
    stop_parcels(parcel_ids=[parcel_id], reason="refund", actor=ACTOR, at=AT)
    assert wrong() == []


def test_prove_finds_a_claim_that_serves_no_parcel(world):
    claim_stock(cause="parcel_line", wants=[Want(987654, 1, world.warehouse.pk, world.a.pk, 3)], **BY)
    assert Claim.objects.count() == 1
    assert wrong() != []


def test_prove_finds_goods_that_did_not_go_to_the_customer(world):
    at_stage(world, "shipped")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE inventory_move SET target_id = (SELECT id FROM inventory_location WHERE kind = 'loss') "
            "WHERE id = (SELECT min(id) FROM inventory_move WHERE cause = 'ship_parcels')"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert wrong() != []


def test_clearing_sees_what_was_picked_and_stopped_while_it_waited(world, monkeypatch):
    _, _, parcel_id = at_stage(world, "printed")
    wave_id = Parcel.objects.get(pk=parcel_id).wave_id
    real, calls = clearing.locked, []

    def meanwhile(rows, ids):
        if not calls:
            calls.append(1)
            pick_waves(wave_ids=[wave_id], **BY)
            stop_parcels(parcel_ids=[parcel_id], reason="refund", **BY)
        return real(rows, ids)

    monkeypatch.setattr(clearing, "locked", meanwhile)  # another clerk's two commits before our lock
    empty_basket(parcel_ids=[parcel_id], **BY)
    assert wrong() == []


def test_a_refused_scan_sent_again_gives_the_same_sentence(world):
    _, _, parcel_id = at_stage(world, "picked")
    waybill = Parcel.objects.get(pk=parcel_id).waybill
    stop_parcels(parcel_ids=[parcel_id], reason="refund", **BY)
    pull = uuid4()
    first = verify_scan(waybill=waybill, barcode="111", client_id=pull, **BY)
    again = verify_scan(waybill=waybill, barcode="111", client_id=pull, **BY)
    assert again.refusal.sentence == first.refusal.sentence


def test_a_sku_made_later_matches_the_line_that_waited_for_it(world):
    order = channel_order(skus={"NEW": 1})
    (order_id,) = make_orders(world.shop, [order])
    Sku.objects.create(product=world.a.product, code="NEW")
    arrive(world, order)
    assert OrderLine.objects.get(order_id=order_id).sku_id is not None


def test_somebody_plans_again_when_claimed_stock_is_freed(world):
    _, _, parcel_id = at_stage(world, "planned", {"TS-A": 500})
    stop_parcels(parcel_ids=[parcel_id], reason="refund", **BY)
    told = set(Fact.objects.filter(name__startswith="fulfilment.parcel.void").values_list("name", flat=True))
    assert [name for name in told if _subscribers.get(name)] != []


def test_a_message_after_print_asks_for_a_look_before_the_parcel_leaves(world):
    order, _, parcel_id = at_stage(world, "weighed")
    arrive(world, newer(order, buyer_message="please do not send the white one"))
    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []
