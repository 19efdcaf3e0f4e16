"""The label says what the courier collects, once for each order, and which of how many parcels it is."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import CashToCollect, Parcel
from zhanggui.fulfilment.papers import label_papers
from zhanggui.fulfilment.sheet_rows import parcel_facts
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY, group, live, plan
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db


def at_the_door(number="", **skus):
    wanted = {name.replace("_", "-"): pieces for name, pieces in skus.items()}
    return channel_order(number, wanted, cash_on_delivery=True, paid_at=None)


def printed():
    return list(Parcel.objects.filter(state="printed").order_by("pk"))


def collected(parcels):
    return [label.collect for label in label_papers(parcels, at=AT)]


def split_in_two(world):
    """Both parcels of one order, in their wave."""
    (order_id,) = make_orders(world.shop, [at_the_door(TS_A=1, TS_B=1)])
    (whole,) = plan([order_id])
    line = whole.lines.order_by("pk")[0]
    assert split_parcels(parcel_ids=[whole.pk], take={line.pk: 1}, **BY).done
    ids = [parcel.pk for parcel in live()]
    build_waves(parcel_ids=ids, **BY)
    return ids


def test_the_label_says_what_is_due(world):
    ids = make_orders(world.shop, [at_the_door(TS_A=2), channel_order(skus={"TS-A": 2})])
    take_to("printed", ids)
    assert collected(printed()) == ["Collect ¥20.00", ""]
    assert [parcel_facts(parcel, ACTOR)["cash"] for parcel in printed()] == [20, None]


def test_what_was_paid_before_is_not_collected(world):
    (order_id,) = make_orders(world.shop, [at_the_door(TS_A=2)])
    record_payments(order_ids=[order_id], kind="payment", amount=Decimal(5), cause="deposit", **BY)
    take_to("printed", [order_id])
    assert collected(printed()) == ["Collect ¥15.00"]


def test_a_merged_parcel_collects_for_all_its_orders(world):
    group(world.shop)
    take_to("printed", make_orders(world.shop, [at_the_door(TS_A=1), at_the_door(TS_A=2)]))
    assert collected(printed()) == ["Collect ¥30.00"]


def test_of_a_split_order_the_first_parcel_printed_collects_all(world):
    assert print_parcels(parcel_ids=split_in_two(world), **BY).done
    labels = label_papers(printed(), at=AT)
    assert [label.collect for label in labels] == ["Collect ¥20.00", ""]
    assert [(label.parcel_index, label.parcel_count) for label in labels] == [(1, 2), (2, 2)]


def test_who_prints_the_second_parcel_first_chose_it_to_collect(world):
    first, second = split_in_two(world)
    print_parcels(parcel_ids=[second], **BY)
    print_parcels(parcel_ids=[first], **BY)
    assert collected(printed()) == ["", "Collect ¥20.00"]


def test_the_next_label_collects_when_the_one_that_did_is_void(world):
    first, second = split_in_two(world)
    print_parcels(parcel_ids=[first], **BY)
    stop_parcels(parcel_ids=[first], reason="x", **BY)
    assert not CashToCollect.objects.exists()
    confirm_torn(waybills=[Parcel.objects.get(pk=first).waybill], **BY)
    print_parcels(parcel_ids=[second], **BY)
    assert collected(printed()) == ["Collect ¥20.00"]


def test_a_parcel_that_goes_on_without_an_order_collects_less(world):
    group(world.shop)
    orders = [at_the_door("X", TS_A=1), at_the_door("Y", TS_A=2)]
    first, second = make_orders(world.shop, orders)
    take_to("printed", [first, second])
    (parcel,) = printed()
    gone = tuple(replace(line, refund=RefundState.SUCCEEDED) for line in orders[1].lines)
    newer = replace(orders[1], lines=gone, modified_at=AT + timedelta(minutes=1), raw=b"2")
    import_orders(shop_id=world.shop.pk, orders=[newer], source="t", **BY)
    stop_orders(order_ids=[second], **BY)
    confirm_torn(waybills=[parcel.waybill], **BY)
    assert reprint_parcels(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]
    assert collected(printed()) == ["Collect ¥10.00"]


def test_labels_of_whole_paid_orders_ask_nothing_more(world):
    """Neither cash nor parts cost a statement where there are none."""
    counts = []
    for orders in ([channel_order(skus={"TS-A": 1})], [at_the_door(TS_A=1)]):
        (pk,) = take_to("printed", make_orders(world.shop, orders))
        parcel = Parcel.objects.select_related("order", "warehouse", "shop", "wave").get(pk=pk)
        with CaptureQueriesContext(connection) as statements:
            label_papers([parcel], at=AT)
        counts.append(len(statements))
    assert counts == [3, 4]
