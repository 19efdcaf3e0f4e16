"""A change takes no more of an order's gifts than it earns no more, and nobody who comes between gets what it keeps."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.listening import heard

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Availability
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import GiftGrant, GiftRule, Order
from zhanggui.orders.rules.gifts.terms import GiftChoice
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders
from zhanggui.orders.tests.giving import BY, Giving, refunded


@pytest.fixture
def giving(db: None) -> Giving:
    return Giving()


def in_stock(giving: Giving, pieces: int) -> None:
    Availability.objects.filter(sku=giving.gift).update(sellable=pieces)


@pytest.mark.parametrize(("pieces", "terms"), [(50, {"cap_pieces": 3}), (3, {}), (50, {"cap_money": Decimal(9)})])
def test_what_is_still_earned_after_a_refund_stays_its_own(giving, pieces, terms):
    in_stock(giving, pieces)
    giving.rule(per="pieces", every=Decimal(1), **terms)
    order = channel_order(skus={giving.cup.code: 2, giving.tea.code: 1})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 3}
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {giving.gift.code: 2}, "before anybody applies rules"
    assert GiftRule.objects.get().pieces_given == 2
    two, one = giving.arrive({giving.cup.code: 2}, {giving.cup.code: 1})
    assert (giving.gifts(two), giving.gifts(one)) == ({}, {giving.gift.code: 1})
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 2}
    assert [grant.times for grant in GiftGrant.objects.filter(order_id=order_id, taken_back_at=None)] == [2]


def test_it_stays_though_stock_ran_short_and_the_goods_became_dear_meanwhile(giving):
    giving.rule(per="pieces", every=Decimal(1), cap_money=Decimal(9))
    order = channel_order(skus={giving.cup.code: 2, giving.tea.code: 1})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    in_stock(giving, 0)
    Sku.objects.filter(pk=giving.gift.pk).update(cost=Decimal(50))
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {giving.gift.code: 2}
    assert GiftRule.objects.get().money_given == 6


def test_what_it_had_instead_of_the_first_choice_stays_in_lesser_number(giving):
    choice = GiftChoice(giving.gift.code, 1, (giving.other.code,))
    in_stock(giving, 0)
    make_gift_rules(gift_draft("else", terms={"gifts": (choice,), "per": "pieces", "every": Decimal(1)}))
    order = channel_order(skus={giving.cup.code: 2, giving.tea.code: 1})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    in_stock(giving, 50)
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {giving.other.code: 2}


def test_the_lesser_gift_of_a_group_takes_the_place_of_the_better_at_once(giving):
    in_stock(giving, 1)
    giving.rule("three", ("units", "ge", "3"), group="band")
    giving.rule("two", ("units", "ge", "2"), group="band")
    order = channel_order(skus={giving.cup.code: 2, giving.tea.code: 1})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    make_orders(giving.shop, [refunded(order, 1)])
    (other,) = giving.arrive({giving.cup.code: 3})
    living = GiftGrant.objects.filter(taken_back_at=None).values_list("order_id", "rule__name")
    assert (list(living), giving.gifts(other)) == ([(order_id, "two")], {})
    assert not Order.objects.get(pk=order_id).gifts_due


def test_pieces_that_it_gave_back_are_its_own_for_another_gift_however_short_the_stock_is(giving):
    giving.rule("three", ("units", "ge", "3"), group="band")
    giving.rule("two", ("units", "ge", "2"), group="band", keep_stock=5)
    order = channel_order(skus={giving.cup.code: 2, giving.tea.code: 1})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    in_stock(giving, 0)
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    (other,) = giving.arrive({giving.cup.code: 2})
    assert giving.gifts(other) == {}


def test_an_order_that_earns_more_than_there_is_keeps_what_it_has(giving):
    giving.rule(per="pieces", every=Decimal(1), cap_pieces=3)
    order = channel_order(skus={giving.cup.code: 2})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    (other,) = giving.arrive()
    more = channel_order(order.number, skus={giving.cup.code: 2, giving.tea.code: 1}, modified_at=AT)
    make_orders(giving.shop, [more])
    assert (giving.gifts(order_id), giving.gifts(other)) == ({giving.gift.code: 2}, {giving.gift.code: 1})
    assert not Fact.objects.filter(name="orders.order.gifts_taken_back").exists()
    assert GiftRule.objects.get().pieces_given == 3


@pytest.mark.parametrize("at_once", [False, True])
def test_every_version_of_a_batch_counts(giving, at_once):
    giving.rule(cap_pieces=1)
    order = channel_order(skus=[giving.cup.code])
    (order_id,) = make_orders(giving.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    first = refunded(order, 0)
    noted = replace(first, seller_memo="ok", modified_at=first.modified_at + timedelta(minutes=1), raw=b"3")
    for batch in [[first, noted]] if at_once else [[first], [noted]]:
        make_orders(giving.shop, batch)
    assert not GiftGrant.objects.filter(taken_back_at=None).exists()
    assert GiftRule.objects.get().pieces_given == 0


def test_an_import_that_changes_no_lines_costs_the_gifts_one_statement(giving):
    giving.rule()
    order = channel_order(skus=[giving.cup.code])
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    noted = replace(order, seller_memo="ok", modified_at=AT, raw=b"2")
    with heard() as statements:
        make_orders(giving.shop, [noted])
    assert sum("gift" in statement for statement in statements) == 1
    with heard() as statements:
        make_orders(giving.shop, [noted])
    assert not any("gift" in statement for statement in statements)
