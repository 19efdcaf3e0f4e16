"""An order leaves the parcel it shares with others, who go on without it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from tests.world import broken_promises

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.fulfilment.answers.parcels import check_parcel
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.rules.parcels import PiecesMustLeave
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.testing import empty_basket, scan_all, take_to
from zhanggui.fulfilment.tests.merging import BY, group, live
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.lines.own import drop_own_lines
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders
from zhanggui.ui.timeline import timeline_of

STAGES = ("planned", "waved", "printed", "picked", "verified", "weighed")


def shared(world, stage):
    """Two orders in one parcel at this stage, and the first as its platform gave it."""
    group(world.shop)
    first = channel_order(skus=world.usual)
    ids = make_orders(world.shop, [first, channel_order(skus=world.usual)])
    take_to(stage, ids)
    (parcel,) = live()
    return first, ids, parcel


def refund(world, order, *numbers):
    """The platform says that these lines are paid back."""
    lines = tuple(
        replace(line, refund=RefundState.SUCCEEDED) if line.number in numbers else line for line in order.lines
    )
    newer = replace(order, lines=lines, modified_at=AT + timedelta(minutes=1), raw=b"")
    make_orders(world.shop, [replace(newer, raw=repr(newer).encode())])


@pytest.mark.parametrize("stage", STAGES)
def test_only_the_refunded_line_leaves_the_shared_parcel(world, stage):
    first, ids, parcel = shared(world, stage)
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)

    kept = Parcel.objects.get(pk=parcel.pk)
    gone = Parcel.objects.get(split_from=kept)
    assert (kept.units, kept.expected_g, gone.units) == (4, 700, 2)
    assert ParcelLine.objects.get(parcel=gone).order_line.number == first.lines[0].number
    assert {line.order_line.order_id for line in kept.lines.all()} == set(ids)
    assert Order.objects.filter(pk__in=ids, stop_reason="").count() == 2
    if stage in {"planned", "waved"}:
        assert (kept.state, gone.state, kept.waybill) == (stage, ParcelState.VOID, "")
    else:
        assert gone.state == ParcelState.STOPPED
        assert (gone.waybill, kept.waybill != parcel.waybill, kept.prints) == (parcel.waybill, True, 0)
        assert kept.state == ("printed" if stage == "printed" else "picked")
        with pytest.raises(PiecesMustLeave) as refusal:
            check_parcel(gone, needed=[ParcelState.WEIGHED])
        assert refusal.value.data["new"] == kept.waybill


@pytest.mark.parametrize("stage", STAGES)
def test_the_timeline_speaks_of_a_label_only_where_there_was_one(world, stage):
    first, ids, parcel = shared(world, stage)
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)
    kept, gone = Parcel.objects.get(pk=parcel.pk), Parcel.objects.get(split_from=parcel)
    (told,) = [one.sentence for one in timeline_of([("parcel", [kept.pk])]) if "left the parcel" in one.sentence]
    words = "It had no label yet."
    if stage not in {"planned", "waved"}:
        words = f"Label {parcel.waybill} is void; label {kept.waybill} must be printed."
    assert told == f"2 pieces left the parcel, now {gone.number}. {words}"


@pytest.mark.parametrize("stage", STAGES)
def test_an_order_that_waits_leaves_with_all_its_lines(world, stage):
    _, ids, parcel = shared(world, stage)
    hold_orders(order_ids=ids[:1], note="wait", **BY)
    stop_orders(order_ids=ids[:1], **BY)
    kept = Parcel.objects.get(pk=parcel.pk)
    assert {line.order_line.order_id for line in kept.lines.all()} == {ids[1]}
    assert kept.order_id == ids[1]
    assert not Order.objects.get(pk=ids[0]).units_claimed or stage in {"picked", "verified", "weighed"}


def test_the_others_are_shipped_under_the_new_label_and_the_piece_goes_back(world):
    first, ids, parcel = shared(world, "weighed")
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)
    kept = Parcel.objects.get(pk=parcel.pk)

    old = verify_scan(waybill=parcel.waybill, barcode="111", client_id=uuid4(), **BY)
    assert old.result == "stopped"
    confirm_torn(waybills=[parcel.waybill], **BY).one()
    reprint_parcels(parcel_ids=[kept.pk], **BY).one()
    scan_all([kept.pk])
    weigh_parcels(grams={kept.pk: 720}, **BY).one()
    ship_parcels(parcel_ids=[kept.pk], **BY).one()
    gone = Parcel.objects.get(split_from=kept)
    empty_basket(parcel_ids=[gone.pk], **BY).one()

    assert Parcel.objects.get(pk=gone.pk).state == "void"
    assert Pick.objects.filter(parcel_line__parcel=gone, state="put_back").count() == 1
    assert set(Order.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"shipped"}
    assert Availability.objects.get(sku=world.a).claimed == 0


def test_before_picking_the_wave_goes_on_with_the_rest(world):
    first, ids, parcel = shared(world, "printed")
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)
    pick_waves(wave_ids=[parcel.wave_id], **BY).one()
    kept = Parcel.objects.get(pk=parcel.pk)
    assert (kept.state, sum(line.picked for line in kept.lines.all())) == ("picked", 4)


def test_every_station_refuses_until_the_piece_is_out(world):
    first, ids, parcel = shared(world, "weighed")
    refund(world, first, first.lines[0].number)
    assert ship_parcels(parcel_ids=[parcel.pk], **BY).done == []
    assert Order.objects.get(pk=ids[0]).stop_reason == "refund"


def test_both_orders_stopped_stop_the_whole_parcel(world):
    _, ids, parcel = shared(world, "picked")
    hold_orders(order_ids=ids, note="wait", **BY)
    stop_orders(order_ids=ids, **BY)
    assert Parcel.objects.get(pk=parcel.pk).state == "stopped"
    assert not Parcel.objects.filter(split_from=parcel).exists()


def test_a_parcel_of_one_order_stops_whole(world):
    order = channel_order(skus=world.usual)
    ids = make_orders(world.shop, [order])
    take_to("printed", ids)
    refund(world, order, order.lines[0].number)
    stop_orders(order_ids=ids, **BY)
    assert Parcel.objects.get(order_id=ids[0]).state == "stopped"


def shared_with_gift(world, stage):
    """Two orders in one parcel; the first has a present for its first goods. A third kind of goods is on the shelf."""
    present = Sku.objects.create(product=world.a.product, code="TS-GIFT", weight_g=50)
    Barcode.objects.create(code="333", sku=present)
    make_stock(world.warehouse, {present.pk: 10})
    make_gift_rules(gift_draft("present", ("skus", "any", "TS-A"), sku="TS-GIFT"))
    group(world.shop)
    first = channel_order(skus=world.usual)
    ids = make_orders(world.shop, [first, channel_order(skus={"TS-B": 2})])
    take_to(stage, ids)
    (parcel,) = live()
    assert parcel.units == 6
    return first, ids, parcel


@pytest.mark.parametrize("gifts_first", [True, False])
@pytest.mark.parametrize("stage", STAGES)
def test_the_refunded_line_takes_its_gift_along_and_the_rest_goes_on(world, stage, gifts_first):
    first, ids, parcel = shared_with_gift(world, stage)
    refund(world, first, first.lines[0].number)
    steps = [apply_gifts, stop_orders] if gifts_first else [stop_orders, apply_gifts, stop_orders]
    for step in steps:
        step(order_ids=ids[:1], **BY)

    kept = Parcel.objects.get(pk=parcel.pk)
    (gone,) = Parcel.objects.filter(split_from=kept)
    assert sorted(gone.lines.values_list("sku__code", "quantity")) == [("TS-A", 2), ("TS-GIFT", 1)]
    assert sorted(kept.lines.values_list("sku__code", "quantity")) == [("TS-B", 1), ("TS-B", 2)]
    assert (kept.units, kept.expected_g) == (3, 450)
    assert kept.state == {"verified": "picked", "weighed": "picked"}.get(stage, stage)
    assert not Order.objects.filter(pk__in=ids).exclude(stop_reason="").exists()
    assert broken_promises() == []


def test_a_gift_that_is_taken_back_alone_leaves_alone(world):
    _, ids, parcel = shared_with_gift(world, "printed")
    gift = OrderLine.objects.get(order_id=ids[0], origin="gift")
    with transaction.atomic():
        drop_own_lines([gift.pk], **BY)
    stop_orders(order_ids=ids[:1], **BY)
    kept = Parcel.objects.get(pk=parcel.pk)
    assert (kept.state, kept.units, kept.prints) == ("printed", 5, 0)


def test_a_gift_taken_back_does_not_hide_why_the_order_stops(world):
    _, ids, parcel = shared_with_gift(world, "printed")
    hold_orders(order_ids=ids[:1], note="wait", **BY)
    gift = OrderLine.objects.get(order_id=ids[0], origin="gift")
    with transaction.atomic():
        drop_own_lines([gift.pk], **BY)
    assert Order.objects.get(pk=ids[0]).stop_reason == "wait"
    stop_orders(order_ids=ids[:1], **BY)
    assert {line.order_line.order_id for line in Parcel.objects.get(pk=parcel.pk).lines.all()} == {ids[1]}


@pytest.mark.parametrize("is_opened_before", [False, True])
def test_a_stop_under_the_new_label_is_not_blamed_for_scans_of_the_old_one(world, is_opened_before):
    first, ids, parcel = shared(world, "verified")
    if is_opened_before:
        recheck_parcels(parcel_ids=[parcel.pk], **BY).one()
        scan_all([parcel.pk])
    refund(world, first, first.lines[0].number)
    stop_orders(order_ids=ids[:1], **BY)
    confirm_torn(waybills=[parcel.waybill], **BY).one()
    reprint_parcels(parcel_ids=[parcel.pk], **BY).one()
    verify_scan(waybill=Parcel.objects.get(pk=parcel.pk).waybill, barcode="111", client_id=uuid4(), **BY)
    assert broken_promises() == []

    stop_parcels(parcel_ids=[parcel.pk], reason="refund", **BY).one()
    assert broken_promises() == []
