"""What the trial of a file says an order would become is what the import makes of it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.kernel.doors.channel import ChannelLine, ChannelState, RefundState
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.importing.differing import differences_of
from zhanggui.orders.models import Order
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.testing import ACTOR, AT, RECEIVER, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
AWAY = replace(RECEIVER, name="李四", mobile="13912345678", district="余杭区", address="文二西路1号")
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def first():
    return channel_order("D1", skus={"A": 1, "B": 2})


@pytest.fixture
def shop(first):
    shop = make_shop()
    make_orders(shop, [first])
    return shop


def newer(order, **changes):
    return replace(order, modified_at=AT + timedelta(minutes=1), raw=repr(changes).encode(), **changes)


def told(shop, order):
    return {one.field: (one.before, one.after) for one in differences_of(shop_id=shop.pk, orders=[order])["D1"]}


def test_a_changed_street_is_told_without_a_word_of_it(shop, first):
    assert told(shop, newer(first, receiver=replace(RECEIVER, address="文一西路1号"))) == {
        "receiver_address": ("****", "****")
    }


def test_another_receiver_is_told_in_masked_words(shop, first):
    assert told(shop, newer(first, receiver=AWAY)) == {
        "receiver_name": ("王*", "李*"),
        "receiver_mobile": ("138****8000", "139****5678"),
        "receiver_district": ("西湖区", "余杭区"),
        "receiver_address": ("****", "****"),
    }


def test_a_receiver_whose_cipher_alone_changed_is_the_same(shop, first):
    assert told(shop, newer(first, receiver=replace(RECEIVER, cipher="~AQ~2~"))) == {}


def test_an_address_of_ours_that_stays_is_not_told_as_changed(shop, first):
    order = Order.objects.get()
    change_addresses(edits=[AddressEdit(order.pk, order.version, AWAY)], **BY)
    new = newer(first, seller_memo="x")
    assert told(shop, new) == {"seller_memo": ("", "x")}
    import_orders(shop_id=shop.pk, orders=[new], source="file", **BY)
    assert Order.objects.get().receiver_district == "余杭区"


def test_an_address_of_ours_that_the_platform_overrules_is_told(shop, first):
    order = Order.objects.get()
    change_addresses(edits=[AddressEdit(order.pk, order.version, AWAY)], **BY)
    assert told(shop, newer(first, receiver=replace(RECEIVER, district="滨江区")))["receiver_district"] == (
        "余杭区",
        "滨江区",
    )


def test_a_memo_of_ours_on_its_way_is_not_told_as_changed(shop, first):
    write_memos(order_ids=[Order.objects.get().pk], memo="gift wrap", flag=3, **BY)
    assert told(shop, newer(first)) == {}


def test_how_it_is_paid_its_flag_and_what_is_asked_for_are_told(shop, first):
    new = newer(first, cash_on_delivery=True, seller_flag=1, address_change_asked=True)
    assert told(shop, new) == {
        "cash_on_delivery": ("", "✓"),
        "seller_flag": ("0", "1"),
        "change_asked": ("", "address"),
    }


def test_words_that_read_the_same_masked_are_told_as_changed(shop, first):
    import_orders(shop_id=shop.pk, orders=[replace(newer(first), buyer_message="电话13900001111")], **BY)
    again = replace(first, modified_at=AT + timedelta(hours=1), buyer_message="电话13922221111", raw=b"3")
    assert told(shop, again)["buyer_message"] == ("电话139****1111", "电话139****1111")


def test_lines_are_told_with_refunds_and_without_what_is_not_sent(shop, first):
    asked, gone = first.lines
    more = ChannelLine("D1-3", "C", "Goods C", "", 1, Decimal(5), Decimal(5))
    lines = (replace(asked, refund=RefundState.REQUESTED), replace(gone, state=ChannelState.CANCELLED), more)
    assert told(shop, newer(first, lines=lines)) == {
        "line D1-1": ("A × 1 = 10.00", "A × 1 = 10.00, requested"),
        "line D1-2": ("B × 2 = 20.00", ""),
        "line D1-3": ("", "C × 1 = 5.00"),
    }
    assert told(shop, newer(first, lines=(asked,))) == {"line D1-2": ("B × 2 = 20.00", "")}


def test_the_statements_do_not_grow_with_the_file(shop):
    orders = [channel_order(f"M{place}", skus={"A": 1}, buyer_message="hurry") for place in range(20)]
    make_orders(shop, orders)
    counted = []
    for size in (1, 20):
        with CaptureQueriesContext(connection) as asked:
            changed = differences_of(shop_id=shop.pk, orders=[newer(one, seller_memo="x") for one in orders[:size]])
        assert len(changed) == size
        counted.append(len(asked))
    assert counted[0] == counted[1]
