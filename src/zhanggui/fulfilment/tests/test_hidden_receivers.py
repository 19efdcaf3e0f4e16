"""A receiver of whom only the platform's cipher is known: nothing of ours is printed that no courier can deliver."""

from dataclasses import replace

import pytest

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.papers import label_papers
from zhanggui.fulfilment.rules.parcels import ReceiverHidden
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import COLUMNS, receiver_row
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import AT, RECEIVER, channel_order, make_orders

pytestmark = pytest.mark.django_db
HIDDEN = Receiver(state="浙江省", city="杭州市", district="余杭区", cipher="OAID-1", merge_key="m1")


def becomes(parcel, receiver):
    row = dict(zip(COLUMNS, receiver_row(receiver), strict=True))
    Order.objects.filter(pk=parcel.order_id).update(**row)


def test_review_says_it_early_until_someone_asked_the_buyer(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, receiver=HIDDEN)])
    refusal = review_orders(order_ids=[order_id], **BY).refused[order_id]
    assert "no_receiver" in [reason.code() for reason in (refusal, *refusal.data.get("reasons", ()))]
    version = Order.objects.get(pk=order_id).version
    assert change_addresses(edits=[AddressEdit(order_id, version, RECEIVER)], **BY).done
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]


def test_it_is_not_printed(world):
    hidden, known = world.parcels("waved", 2)
    becomes(hidden, HIDDEN)
    outcome = print_parcels(parcel_ids=[hidden.pk, known.pk], **BY)
    assert outcome.done == [known.pk]
    assert isinstance(outcome.refused[hidden.pk], ReceiverHidden)


def test_a_carrier_that_takes_ciphers_gets_its_number(world, settings):
    settings.TESTCARRIER_MOODS = {"ciphers": "yes"}
    parcel = world.parcel("waved")
    becomes(parcel, HIDDEN)
    assert print_parcels(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]


@pytest.mark.parametrize("part", ["name", "mobile", "address"])
def test_no_label_is_drawn_without_name_phone_or_street(world, part):
    parcel = world.parcel("printed")
    becomes(parcel, replace(RECEIVER, phone="", **{part: ""}))
    with pytest.raises(ReceiverHidden):
        label_papers([Parcel.objects.get(pk=parcel.pk)], at=AT)


def test_what_the_platform_masks_is_printed_as_it_shows_it(world):
    masked = replace(HIDDEN, name="龚**", mobile="138****5678", address="文**路**号")
    (parcel_id,) = take_to("printed", make_orders(world.shop, [channel_order(skus={"TS-A": 1}, receiver=masked)]))
    (label,) = label_papers([Parcel.objects.get(pk=parcel_id)], at=AT)
    assert label.receiver.name == "龚**"
