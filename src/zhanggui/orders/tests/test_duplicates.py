"""The same goods ordered twice stop the review; whose order the other one is decides who reads its number."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.models import Order, OrderLine, Review
from zhanggui.orders.pool.words import detail_words
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.pool import refused_by
from zhanggui.orders.sheets import trace_of
from zhanggui.orders.testing import (
    ACTOR,
    AT,
    channel_order,
    gift_draft,
    make_gift_rules,
    make_orders,
    make_rules,
    make_shop,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, codes, label
from zhanggui.people.models import Warehouse

OTHERS = "an order of another shop"


@pytest.fixture(autouse=True)
def window(db):
    set_review_thresholds(duplicate_hours=12, floor_percent=100, circle_limit=3, circle_minutes=60, **BY)
    with override("en"):
        yield


def test_the_same_goods_for_the_same_buyer_are_a_possible_duplicate(desk):
    first, second = desk.order(buyer="李雷"), desk.order(buyer="李雷")
    other = make_orders(desk.shop, [channel_order(skus={desk.sku.code: 2}, buyer="李雷")])[0]
    assert codes(first) == codes(second) == ["possible_duplicate"]
    assert codes(other) == []


def test_the_same_goods_for_the_same_receiver_are_a_possible_duplicate(desk):
    first = desk.order(buyer="甲", placed_at=AT - timedelta(hours=3))
    desk.order(buyer="乙")
    assert codes(first) == ["possible_duplicate"]
    long_ago = desk.order(buyer="丙", placed_at=AT - timedelta(hours=30))
    assert codes(long_ago) == []


def test_the_same_goods_for_the_same_receiver_in_another_shop_are_a_possible_duplicate_the_same_buyer_is_not(desk):
    order_id = desk.order(buyer="李雷")
    elsewhere = make_shop()
    receiver = replace(channel_order().receiver, name="韩梅梅", address="另一条路 9 号")
    make_orders(elsewhere, [channel_order(skus=[desk.sku.code], buyer="李雷", receiver=receiver)])
    assert codes(order_id) == []
    first = desk.order(buyer="甲")
    make_orders(elsewhere, [channel_order(skus=[desk.sku.code], buyer="乙")])
    assert codes(first) == ["possible_duplicate"]


def test_a_masked_name_means_one_buyer_only_with_one_receiver(desk):
    make_rules(rule_draft("first", ("first_order", "yes"), acts=[label("first")]))
    other = replace(channel_order().receiver, name="韩梅梅", mobile="13900139000", address="另一条路 9 号")
    first = desk.order(buyer="张**", placed_at=AT - timedelta(hours=5))
    of_other = desk.order(buyer="张**", placed_at=AT - timedelta(hours=4), receiver=other)
    assert codes(first) == codes(of_other) == []
    again = desk.order(buyer="张**", placed_at=AT - timedelta(hours=3))
    assert codes(again) == ["possible_duplicate"]
    assert [Order.objects.get(pk=pk).labels for pk in (first, of_other, again)] == [["first"], ["first"], []]


@pytest.mark.parametrize("what", ["gift", "exchange", "line refunded"])
def test_what_we_add_or_the_buyer_gave_back_hides_no_duplicate(desk, what):
    if what == "gift":
        (gift,) = make_skus(1)
        make_stock(Warehouse.objects.get(), {gift.pk: 10})
        make_gift_rules(gift_draft("one each", sku=gift.code, terms={"per_buyer": 1}))
    order = channel_order(skus={desk.sku.code: 1, "Z": 1} if what == "line refunded" else [desk.sku.code], buyer="李雷")
    (first,) = make_orders(desk.shop, [order])
    if what == "exchange":
        line = OrderLine.objects.get(order_id=first)
        assert exchange_lines(exchanges=[ItemExchange(line.pk, desk.sku.code, 2)], **BY).done
    elif what == "line refunded":
        lines = (order.lines[0], replace(order.lines[1], refund=RefundState.SUCCEEDED))
        make_orders(desk.shop, [replace(order, lines=lines, modified_at=AT, raw=b"refunded")])
    review_orders(order_ids=[first], **BY)
    assert "possible_duplicate" in codes(desk.order(buyer="李雷"))


def test_an_order_that_nobody_paid_is_no_duplicate(desk):
    desk.order(buyer="李雷", state=ChannelState.PENDING_PAYMENT, paid_at=None, paid=Decimal(0))
    assert codes(desk.order(buyer="李雷")) == []
    desk.order(buyer="李雷", paid_at=None, cash_on_delivery=True)
    assert codes(desk.order(buyer="李雷")) == ["possible_duplicate"]


class TestOfAnotherShop:
    """Its number is for who may see that shop, whoever ran the review."""

    @pytest.fixture
    def pair(self, desk):
        (theirs,) = make_orders(make_shop(), [channel_order("THEIRS-1", skus=[desk.sku.code])])
        return desk.order(number="OURS-1"), theirs

    @pytest.fixture
    def clerk(self, desk):
        return Actor(name="clerk", grants=ACTOR.grants, shop_ids=frozenset({desk.shop.pk}))

    def _told(self, order_id: int, actor: Actor) -> str:
        review_orders(order_ids=[order_id], actor=ACTOR, at=AT)
        asked = review_orders(order_ids=[order_id], actor=actor, at=AT)
        return asked.refused[order_id].sentence

    def _shown(self, order_id: int, actor: Actor) -> str:
        rules = trace_of(Order.objects.get(pk=order_id), actor)["rules"]
        return " ".join(str(seen) for _, passed, seen, _ in rules if not passed)

    def test_who_sees_it_is_told_the_number(self, pair):
        ours, _ = pair
        assert "THEIRS-1" in self._told(ours, ACTOR)
        assert "THEIRS-1" in self._shown(ours, ACTOR)

    def test_who_does_not_is_told_only_that_there_is_one(self, pair, clerk):
        ours, _ = pair
        for words in (self._told(ours, clerk), self._shown(ours, clerk)):
            assert OTHERS in words
            assert "THEIRS" not in words

    def test_nor_is_it_read_in_the_pool_or_kept_in_the_decision(self, pair):
        ours, _ = pair
        self._told(ours, ACTOR)
        trace = Review.objects.get(order_id=ours).trace
        assert "THEIRS" not in str(trace)
        (found,) = refused_by(trace, remark_handled=True)
        assert OTHERS in detail_words(found.cause, found.detail)

    def test_within_the_shop_every_clerk_of_it_is_told(self, desk, clerk):
        first = desk.order(number="OURS-1")
        desk.order(number="OURS-2")
        assert "OURS-2" in self._told(first, clerk)
        assert "OURS-2" in self._shown(first, clerk)
