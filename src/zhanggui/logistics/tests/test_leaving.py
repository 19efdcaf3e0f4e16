"""An order leaves a printed parcel whose number an account gave: the others go on with another number of it."""

from typing import Any

import pytest
from tests.world import broken_promises

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel, PrintDocument, VoidLabel, Wave
from zhanggui.fulfilment.testing import empty_basket, print_out, take_to
from zhanggui.fulfilment.tests.merging import group, live
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.flows.withdraw_requests import withdraw_requests
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.states import UNUSED
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.ui.timeline import timeline_of

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def numbered(parcel):
    request_waybills(parcel_ids=[parcel.pk], **BY).one()
    due = WaybillRequest.objects.filter(parcel=parcel, state="waiting").values_list("pk", flat=True)
    take_waybills(request_ids=list(due), **BY).one()
    parcel.refresh_from_db()
    return parcel.waybill


@pytest.fixture
def shared(account):
    """Two orders in one printed parcel with a number of the account."""
    shop = make_shop()
    group(shop)
    code = Sku.objects.values_list("code", flat=True)[0]
    ids = make_orders(shop, [channel_order(skus=[code]) for _ in range(2)])
    take_to("waved", ids)
    (parcel,) = live()
    numbered(parcel)
    print_out([parcel.pk], **BY)
    open_print_jobs(parcel_ids=[parcel.pk], **BY).one()
    return ids, parcel


def leave(ids):
    hold_orders(order_ids=ids[:1], note="wait", **BY)
    stop_orders(order_ids=ids[:1], **BY)


def test_the_rest_draws_a_new_number_and_is_printed_again(shared, counter):
    ids, parcel = shared
    old = parcel.waybill
    leave(ids)
    kept, gone = Parcel.objects.get(pk=parcel.pk), Parcel.objects.get(split_from=parcel)
    assert (kept.state, kept.waybill, kept.prints, kept.wave_id) == ("planned", "", 0, None)
    assert {line.order_line.order_id for line in kept.lines.all()} == {ids[1]}
    assert (gone.state, gone.waybill) == ("stopped", old)
    assert Wave.objects.get(pk=parcel.wave_id).state == "cancelled"
    assert set(PrintDocument.objects.values_list("state", flat=True)) == {"dropped"}

    withdraw_requests(parcel_ids=[kept.pk], **BY)
    unused = WaybillRequest.objects.filter(state__in=UNUSED).values_list("pk", flat=True)
    cancel_numbers(request_ids=list(unused), **BY)
    cancel_waybills(label_ids=list(VoidLabel.objects.values_list("pk", flat=True)), **BY)
    assert counter.numbers.given[old].state == "cancelled"

    build_waves(parcel_ids=[kept.pk], **BY).one()
    new = numbered(kept)
    assert new not in ("", old)
    assert print_parcels(parcel_ids=[kept.pk], **BY).refused[kept.pk].code() == "old_label_still_out"
    confirm_torn(waybills=[old], **BY).one()
    print_out([kept.pk], **BY)
    kept.refresh_from_db()
    assert (kept.state, kept.waybill, kept.prints) == ("printed", new, 1)
    pick_waves(wave_ids=[kept.wave_id or 0], **BY).one()
    assert broken_promises() == []


def test_the_old_number_goes_back_by_the_void_label_alone(shared, counter):
    ids, parcel = shared
    leave(ids)
    cancel_waybills(label_ids=list(VoidLabel.objects.values_list("pk", flat=True)), **BY)
    assert counter.numbers.given[parcel.waybill].state == "cancelled"
    assert WaybillRequest.objects.get().state == "cancelled"


def test_the_timeline_names_the_void_label_and_says_that_a_number_is_awaited(shared):
    ids, parcel = shared
    leave(ids)
    (told,) = [one.sentence for one in timeline_of([("parcel", [parcel.pk])]) if "left the parcel" in one.sentence]
    assert told.endswith(f"Label {parcel.waybill} is void; the parcel waits for another number.")


def test_picked_goods_stop_with_the_whole_parcel_and_its_number_goes_back(shared, counter):
    ids, parcel = shared
    old = parcel.waybill
    pick_waves(wave_ids=[parcel.wave_id or 0], **BY).one()
    leave(ids)
    assert Parcel.objects.get(pk=parcel.pk).state == "stopped"
    cancel_waybills(label_ids=list(VoidLabel.objects.values_list("pk", flat=True)), **BY)
    assert counter.numbers.given[old].state == "cancelled"
    assert WaybillRequest.objects.get().state == "cancelled"

    confirm_torn(waybills=[old], **BY)
    empty_basket(parcel_ids=[parcel.pk], **BY).one()
    assert Parcel.objects.get(pk=parcel.pk).state == "void"
    other = Order.objects.get(pk=ids[1])
    assert (other.state, other.open_holds, other.units_claimed) == ("to_review", 0, 0)
    assert broken_promises() == []
