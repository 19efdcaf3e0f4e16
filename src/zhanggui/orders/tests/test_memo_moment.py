"""A platform whose moment of change says nothing of memo and flag: of one moment the memo read later is newer."""

from dataclasses import replace

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_shop

pytestmark = pytest.mark.django_db
BESIDE = frozenset({"memo_moment"})


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def first(shop):
    skus = [sku.code for sku in make_skus(1)]
    order = replace(channel_order("77", skus), untold=BESIDE, raw=b"1")
    come(shop, order)
    return order


def come(shop, *orders):
    for order in orders:
        import_orders(shop_id=shop.pk, orders=[order], actor=ACTOR, at=AT, source="poll")


def stands():
    order = Order.objects.get()
    disagree = Fact.objects.filter(name="orders.order.data_disagree").count()
    return order.seller_memo, order.seller_flag, Hold.objects.filter(reason="conflict").count(), disagree


def test_a_memo_that_changed_beside_the_moment_is_taken(shop, first):
    come(shop, replace(first, seller_memo="发顺丰", seller_flag=1, raw=b"2"))
    assert stands() == ("发顺丰", 1, 0, 0)
    come(shop, replace(first, raw=b"1"))  # it was taken back
    assert stands() == (first.seller_memo, first.seller_flag, 0, 0)


def test_the_same_in_other_bytes_is_the_same(shop, first):
    before = Fact.objects.count()
    come(shop, replace(first, raw=b"2"))
    assert (Fact.objects.count(), stands()[2:]) == (before, (0, 0))


def test_anything_else_of_the_same_moment_is_a_contradiction(shop, first):
    come(shop, replace(first, freight=first.freight + 1, seller_memo="x", raw=b"2"))
    assert stands() == (first.seller_memo, first.seller_flag, 1, 1)


def test_where_the_moment_counts_for_the_memo_another_memo_is_a_contradiction(shop, first):
    come(shop, replace(first, seller_memo="x", untold=frozenset(), raw=b"2"))
    assert stands()[2:] == (1, 1)
