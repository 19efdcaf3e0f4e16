"""A label that is void: its paper comes back before the new one is printed, its number goes back to the carrier."""

from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.cancel_waybills import CarrierKeepsWaybill, cancel_waybills
from zhanggui.fulfilment.flows.confirm_torn import LabelGood, TornAlready, confirm_torn
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.settle_waybills import SettlementNoteMissing, settle_waybills
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.waive_torn_labels import LabelNotOut, WaiverReasonMissing, waive_torn_labels
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.fulfilment.recalls.due import due_labels, pause_after
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut
from zhanggui.fulfilment.rules.parcels import UnknownWaybill, WaybillDone
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")


@pytest.fixture
def moved(world):
    """The old parcel, its label printed and void, and the new one, in its wave: the address was changed by hand."""
    old = world.parcel("printed")
    version = Order.objects.get(pk=old.order_id).version
    change_addresses(edits=[AddressEdit(old.order_id, version, AWAY)], **BY)
    stop_orders(order_ids=[old.order_id], **BY)
    review_orders(order_ids=[old.order_id], **BY)
    plan_parcels(order_ids=[old.order_id], **BY)
    new = Parcel.objects.get(order_id=old.order_id, state="planned")
    build_waves(parcel_ids=[new.pk], **BY)
    return old, new


def test_the_new_label_waits_for_the_old_paper(moved):
    old, new = moved
    refused = print_parcels(parcel_ids=[new.pk], **BY).refused[new.pk]
    assert isinstance(refused, OldLabelStillOut)
    assert old.waybill in refused.sentence
    assert confirm_torn(waybills=[old.waybill], **BY).done == [old.waybill]
    old.refresh_from_db()
    assert old.state == "void"
    assert print_parcels(parcel_ids=[new.pk], **BY).done == [new.pk]
    new.refresh_from_db()
    assert new.waybill not in {"", old.waybill}


def test_the_stop_basket_is_a_confirmation_too(moved):
    old, new = moved
    empty_basket(parcel_ids=[old.pk], **BY)
    assert VoidLabel.objects.get(parcel=old).torn_by == ACTOR.name
    assert print_parcels(parcel_ids=[new.pk], **BY).done == [new.pk]


def test_a_lead_gives_a_label_up_for_a_reason(moved):
    old, new = moved
    label = VoidLabel.objects.get(parcel=old)
    with pytest.raises(WaiverReasonMissing):
        waive_torn_labels(label_ids=[label.pk], reason="", **BY)
    assert waive_torn_labels(label_ids=[label.pk], reason="面单被客户带走", **BY).done == [label.pk]
    assert print_parcels(parcel_ids=[new.pk], **BY).done == [new.pk]
    assert isinstance(waive_torn_labels(label_ids=[label.pk], reason="x", **BY).refused[label.pk], LabelNotOut)


def test_what_cannot_be_confirmed(moved, world):
    old, _ = moved
    good = world.parcel("printed")
    refused = confirm_torn(waybills=[good.waybill, "YT404"], **BY).refused
    assert isinstance(refused[good.waybill], LabelGood)
    assert isinstance(refused["YT404"], UnknownWaybill)
    confirm_torn(waybills=[old.waybill], **BY)
    assert isinstance(confirm_torn(waybills=[old.waybill], **BY).refused[old.waybill], TornAlready)


def test_goods_that_were_picked_still_go_to_the_basket(world):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason="改地址", **BY)
    confirm_torn(waybills=[parcel.waybill], **BY)
    parcel.refresh_from_db()
    assert parcel.state == "stopped"
    assert empty_basket(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]


def test_a_parcel_without_paper_leaves_no_label(world):
    stop_parcels(parcel_ids=[world.parcel("waved").pk], reason="x", **BY)
    assert not VoidLabel.objects.exists()


def void(world):
    parcel = world.parcel("printed")
    stop_parcels(parcel_ids=[parcel.pk], reason="退款", **BY)
    return VoidLabel.objects.get(parcel=parcel)


def test_the_carrier_takes_the_number_back(world):
    label = void(world)
    assert cancel_waybills(label_ids=[label.pk], **BY).done == [label.pk]
    label.refresh_from_db()
    assert (label.state, label.tries) == ("cancelled", 1)
    assert isinstance(cancel_waybills(label_ids=[label.pk], **BY).refused[label.pk], WaybillDone)


@pytest.mark.parametrize("mood", ["no", "silent"])
def test_a_number_the_carrier_keeps_is_to_recover_and_tried_again(world, settings, mood):
    label = void(world)
    settings.TESTCARRIER_MOODS = {"cancel": mood}
    assert isinstance(cancel_waybills(label_ids=[label.pk], **BY).refused[label.pk], CarrierKeepsWaybill)
    label.refresh_from_db()
    assert (label.state, label.tries) == ("to_recover", 1)
    assert label.answer
    assert due_labels(at=AT) == []
    later = AT + pause_after(1)
    assert due_labels(at=later) == [label.pk]
    settings.TESTCARRIER_MOODS = {}
    assert cancel_waybills(label_ids=[label.pk], actor=ACTOR, at=later).done == [label.pk]


def test_a_number_is_settled_by_hand(world):
    label = void(world)
    with pytest.raises(SettlementNoteMissing):
        settle_waybills(label_ids=[label.pk], note=" ", **BY)
    assert settle_waybills(label_ids=[label.pk], note="网点已作废", **BY).done == [label.pk]
    assert isinstance(settle_waybills(label_ids=[label.pk], note="x", **BY).refused[label.pk], WaybillDone)
    assert due_labels(at=AT + timedelta(days=9)) == []


def test_the_pauses_grow_and_end_at_a_day():
    assert [pause_after(tries) for tries in (0, 1, 2, 3)] == [timedelta(minutes=n) for n in (10, 10, 20, 40)]
    assert pause_after(40) == timedelta(days=1)
