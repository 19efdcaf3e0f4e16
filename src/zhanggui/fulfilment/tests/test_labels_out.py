"""An old label keeps back every order that was on its paper, whatever parcel the order travels in next."""

from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_torn import NeverOnPaper, confirm_torn
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY
from zhanggui.kernel.doors.channel import Receiver, RefundState
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import AT, RECEIVER, channel_order, make_orders

pytestmark = pytest.mark.django_db
AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")


def moves(order_id, receiver):
    """A person writes another receiver; what is under way for the order stops."""
    change_addresses(edits=[AddressEdit(order_id, Order.objects.get(pk=order_id).version, receiver)], **BY)
    stop_orders(order_ids=[order_id], **BY)


def planned_again(order_id):
    review_orders(order_ids=[order_id], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    return Parcel.objects.get(order_id=order_id, state="planned")


def is_kept_back(parcel):
    if parcel.state == "planned":
        build_waves(parcel_ids=[parcel.pk], **BY)
    refused = print_parcels(parcel_ids=[parcel.pk], **BY).refused
    return isinstance(refused.get(parcel.pk), OldLabelStillOut)


def test_an_older_parcel_that_takes_the_order_in_waits_for_the_old_paper(world):
    (first,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1})])
    (head_id,) = take_to("planned", [first])
    (second,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, receiver=AWAY)])
    take_to("printed", [second])
    old = Parcel.objects.get(order_id=second, state="printed").waybill
    moves(second, RECEIVER)
    new = planned_again(second)
    head = Parcel.objects.get(pk=head_id)
    assert merge_parcels(parcel_ids=[head.pk, new.pk], **BY).done == [head.pk, new.pk]
    assert is_kept_back(head)
    confirm_torn(waybills=[old], **BY)
    assert print_parcels(parcel_ids=[head.pk], **BY).done == [head.pk]


@pytest.fixture
def stopped_twice(world):
    """Two orders share a printed parcel; a line of the second is paid back, then the first moves, nothing reprinted.

    Answers both orders, the label on paper, and the number that came after it.
    """
    orders = [channel_order("X", {"TS-A": 1}), channel_order("Y", {"TS-A": 1, "TS-B": 1})]
    first, second = make_orders(world.shop, orders)
    head, other = take_to("planned", [first, second])
    assert merge_parcels(parcel_ids=[head, other], **BY).done
    build_waves(parcel_ids=[head], **BY)
    print_parcels(parcel_ids=[head], **BY)
    old = Parcel.objects.get(pk=head).waybill
    gone = replace(orders[1].lines[1], refund=RefundState.SUCCEEDED)
    newer = replace(orders[1], lines=(orders[1].lines[0], gone), modified_at=AT, raw=b"2")
    import_orders(shop_id=world.shop.pk, orders=[newer], source="t", **BY)
    stop_orders(order_ids=[second], **BY)
    shared = Parcel.objects.get(pk=head)
    assert (shared.prints, shared.waybill != old) == (0, True)
    moves(first, AWAY)
    return first, second, old, shared.waybill


def test_a_number_that_was_never_printed_is_void_and_not_out(stopped_twice):
    *_, number = stopped_twice
    label = VoidLabel.objects.get(waybill=number)
    assert (label.torn_by, label.state, label.parcel.state) == ("", "to_cancel", "void")
    assert label.torn_at is not None
    assert isinstance(confirm_torn(waybills=[number], **BY).refused[number], NeverOnPaper)


def test_the_paper_two_orders_shared_keeps_back_both(stopped_twice):
    first, second, old, _ = stopped_twice
    assert list(VoidLabel.objects.filter(torn_at=None).values_list("waybill", flat=True)) == [old]
    assert is_kept_back(planned_again(first))
    rest = Parcel.objects.get(order_id=second, state="printed")
    assert isinstance(reprint_parcels(parcel_ids=[rest.pk], **BY).refused[rest.pk], OldLabelStillOut)
    confirm_torn(waybills=[old], **BY)
    assert reprint_parcels(parcel_ids=[rest.pk], **BY).done == [rest.pk]


def test_a_good_label_of_a_split_order_is_printed_again_while_the_other_is_out(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1, "TS-B": 1})])
    (head,) = take_to("planned", [order_id])
    lines = list(Parcel.objects.get(pk=head).lines.values_list("pk", flat=True))
    assert split_parcels(parcel_ids=[head], take={lines[0]: 1}, **BY).done
    parcels = list(Parcel.objects.filter(state="planned").order_by("pk"))
    build_waves(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    print_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY)
    stop_parcels(parcel_ids=[parcels[0].pk], reason="x", **BY)
    assert reprint_parcels(parcel_ids=[parcels[1].pk], **BY).done == [parcels[1].pk]
