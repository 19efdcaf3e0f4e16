"""Gift rules on arriving orders: what is given, how often, up to what, and what is taken back."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.go_on_rehearsing_gifts import go_on_rehearsing_gifts
from zhanggui.orders.flows.move_gift_rules import move_gift_rules
from zhanggui.orders.flows.reapply_gifts import reapply_gifts
from zhanggui.orders.flows.rehearse_gifts import rehearse_gifts
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.models import GiftGrant, GiftRehearsal, GiftRule, GiftRuleVersion, Order, OrderLine
from zhanggui.orders.rules.gifts.terms import GiftChoice
from zhanggui.orders.testing import (
    ACTOR,
    AT,
    RECEIVER,
    channel_order,
    gift_draft,
    make_gift_rules,
    make_orders,
    make_shop,
)
from zhanggui.orders.tests.giving import BY, Giving, refunded


@pytest.fixture
def giving(db: None) -> Giving:
    return Giving()


def test_an_order_that_earns_a_gift_has_it_as_a_line_with_rule_and_version(giving):
    rule_id = giving.rule("band", ("amount", "between", "10", "50"))
    inside, below = giving.arrive({giving.cup.code: 2}, {giving.cup.code: 9})
    assert giving.gifts(inside) == {giving.gift.code: 1}
    assert giving.gifts(below) == {}
    grant = GiftGrant.objects.get()
    assert grant.version
    assert (grant.order_id, grant.rule_id, grant.version.number) == (inside, rule_id, 1)
    assert (grant.pieces, grant.money) == (1, Decimal(3))
    line = OrderLine.objects.get(pk=grant.line_ids[0])
    assert (line.origin, line.source_id, line.amount) == ("gift", None, Decimal(0))
    assert Order.objects.get(pk=inside).units == 3
    assert GiftRule.objects.get().pieces_given == 1
    assert giving.came(below) == ["unmet"]


def test_running_again_adds_nothing(giving):
    giving.rule()
    (order_id,) = giving.arrive()
    assert apply_gifts(order_ids=[order_id], **BY).done == []
    Order.objects.update(gifts_due=True)
    assert apply_gifts(order_ids=[order_id], **BY).done == [order_id]
    reapply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    assert GiftGrant.objects.count() == 1
    assert GiftRule.objects.get().pieces_given == 1


def test_orders_of_a_shop_somebody_does_not_see_are_refused_with_and_without_rules(giving):
    stranger = replace(ACTOR, shop_ids=frozenset({make_shop().pk}))
    (order_id,) = make_orders(giving.shop, [channel_order(skus=[giving.cup.code])])
    for then in (giving.rule, GiftRule.objects.count):
        outcome = apply_gifts(order_ids=[order_id], actor=stranger, at=AT)
        assert (outcome.done, outcome.refused[order_id].code()) == ([], "not_found")
        then()
    assert giving.gifts(order_id) == {}


@pytest.mark.parametrize(
    ("terms", "bought", "pieces"),
    [
        ({"per": "pieces", "every": Decimal(2)}, {"cup": 5}, 2),
        ({"per": "pieces", "every": Decimal(2), "most_times": 1}, {"cup": 5}, 1),
        ({"per": "pieces", "every": Decimal(2), "counted": ("TEA",)}, {"cup": 5, "tea": 2}, 1),
        ({"per": "amount", "every": Decimal("12.5")}, {"cup": 5}, 4),
        ({"per": "paid", "every": Decimal(50)}, {"cup": 5}, 1),
        ({"per": "sets", "counted": ("CUP", "TEA")}, {"cup": 5, "tea": 2}, 2),
        ({"per": "sets", "counted": ("CUP", "TEA")}, {"cup": 5}, 0),
    ],
)
def test_multiples(giving, terms, bought, pieces):
    known = {"CUP": giving.cup.code, "TEA": giving.tea.code}
    terms["counted"] = tuple(known[word] for word in terms.get("counted", ()))
    giving.rule(**terms)
    (order_id,) = giving.arrive({known[word.upper()]: quantity for word, quantity in bought.items()})
    assert giving.gifts(order_id) == ({giving.gift.code: pieces} if pieces else {})


def test_a_gift_is_named_by_words_of_the_remark(giving):
    giving.rule("remark", ("message", "contains", "送杯垫"))
    (named,) = giving.arrive(buyer_message="麻烦送杯垫，谢谢")
    (plain,) = giving.arrive()
    assert (giving.gifts(named), giving.gifts(plain)) == ({giving.gift.code: 1}, {})


def test_only_the_best_of_a_group_gives_and_what_stands_alone_stands_alone(giving):
    giving.rule("three", ("units", "ge", "3"), sku=giving.other.code, group="band")
    giving.rule("one", group="band")
    giving.rule("alone", is_alone=True)
    small, large = giving.arrive({giving.cup.code: 1}, {giving.cup.code: 3})
    assert giving.gifts(large) == {giving.other.code: 1}
    assert giving.came(large) == ["given", "group", "alone"]
    assert giving.gifts(small) == {giving.gift.code: 1}
    move_gift_rules(rule_ids=[GiftRule.objects.get(name="alone").pk], steps=-2, **BY)
    assert reapply_gifts(order_ids=[small], actor=ACTOR, at=AT + timedelta(hours=1)).done == [small]
    assert giving.came(small) == ["given", "unmet", "alone"]


def test_shop_and_period_are_those_of_the_version(giving):
    elsewhere = make_shop()
    make_gift_rules(
        gift_draft("elsewhere", sku=giving.gift.code, shop_ids=(elsewhere.pk,)),
        gift_draft("paid later", sku=giving.gift.code, valid_by="paid", valid_from=AT),
        gift_draft("placed", sku=giving.other.code, valid_from=AT - timedelta(hours=2), valid_until=AT),
    )
    (order_id,) = giving.arrive()
    assert giving.gifts(order_id) == {giving.other.code: 1}
    assert giving.came(order_id) == ["out_of_scope", "out_of_scope", "given"]


def test_an_order_is_given_by_the_version_in_force_when_it_came(giving):
    rule_id = giving.rule()
    (early,) = make_orders(giving.shop, [channel_order(skus=[giving.cup.code])])
    later = AT + timedelta(hours=1)
    changed = gift_draft("gift", sku=giving.other.code, rule_id=rule_id, seen=1)
    assert write_gift_rules(drafts=[changed], actor=ACTOR, at=later).done == ["gift"]
    (late,) = make_orders(giving.shop, [channel_order(skus=[giving.cup.code])], at=later)
    switch_gift_rules(rule_ids=[rule_id], is_on=False, actor=ACTOR, at=later + timedelta(hours=1))
    (too_late,) = make_orders(giving.shop, [channel_order(skus=[giving.cup.code])], at=later + timedelta(hours=1))
    apply_gifts(order_ids=[early, late, too_late], actor=ACTOR, at=later + timedelta(hours=2))
    assert [giving.gifts(pk) for pk in (early, late, too_late)] == [{giving.gift.code: 1}, {giving.other.code: 1}, {}]


def test_applying_anew_replaces_what_differs(giving):
    rule_id = giving.rule()
    (order_id,) = giving.arrive()
    changed = gift_draft("gift", sku=giving.other.code, rule_id=rule_id, terms={"cap_pieces": 1})
    write_gift_rules(drafts=[changed], actor=ACTOR, at=AT + timedelta(hours=1))
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    reapply_gifts(order_ids=[order_id], actor=ACTOR, at=AT + timedelta(hours=2))
    assert giving.gifts(order_id) == {giving.other.code: 1}
    assert GiftRule.objects.get().pieces_given == 1
    assert list(GiftGrant.objects.order_by("pk").values_list("version__number", "taken_back_at")) == [
        (1, AT + timedelta(hours=2)), (2, None),
    ]  # fmt: skip


def test_an_unpaid_order_gets_its_gifts_when_it_is_paid(giving):
    giving.rule()
    unpaid = channel_order("U1", skus=[giving.cup.code], state=ChannelState.PENDING_PAYMENT, paid_at=None)
    (order_id,) = make_orders(giving.shop, [unpaid])
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {}
    make_orders(
        giving.shop, [replace(unpaid, state=ChannelState.AWAITING_SHIPMENT, paid_at=AT, modified_at=AT, raw=b"2")]
    )
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 1}


def test_a_refund_of_the_main_item_takes_the_gift_back_and_gives_its_budget_back(giving):
    giving.rule("tea", ("skus", "any", giving.tea.code), cap_pieces=1, per_buyer=1)
    order = channel_order(skus=[giving.cup.code, giving.tea.code])
    (order_id,) = make_orders(giving.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {}, "before anybody applies rules"
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {}
    assert Order.objects.get(pk=order_id).units == 1
    assert Fact.objects.filter(name="orders.order.gifts_taken_back").count() == 1
    assert GiftRule.objects.get().pieces_given == 0
    (again,) = giving.arrive({giving.tea.code: 1})
    assert giving.gifts(again) == {giving.gift.code: 1}


def test_a_partial_refund_takes_only_the_multiples_back_that_are_not_earned_any_more(giving):
    giving.rule(per="pieces", every=Decimal(2))
    order = channel_order(skus={giving.cup.code: 4, giving.tea.code: 3})
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 3}
    make_orders(giving.shop, [refunded(order, 1)])
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 2}
    assert GiftRule.objects.get().pieces_given == 2


def test_money_given_back_counts_as_not_paid(giving):
    giving.rule("band", ("paid", "ge", "20"))
    order = channel_order(skus=[giving.cup.code, giving.tea.code])
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    make_orders(giving.shop, [refunded(order, 0)])
    review_orders(order_ids=[order_id], **BY)
    assert giving.gifts(order_id) == {}


def test_a_cancelled_order_gives_its_gifts_back(giving):
    giving.rule(cap_money=Decimal(3))
    first, second = giving.arrive({giving.cup.code: 1}, {giving.cup.code: 1})
    assert giving.came(second) == ["cap_money"]
    cancel_orders(order_ids=[first], **BY)
    assert giving.gifts(first) == {}
    assert GiftRule.objects.get().money_given == 0
    apply_gifts(order_ids=[first], **BY)
    assert GiftRule.objects.get().money_given == 0
    apply_gifts(order_ids=[second], **BY)
    assert giving.gifts(second) == {}, "what was denied stays denied until somebody applies rules anew"
    reapply_gifts(order_ids=[second], **BY)
    assert giving.gifts(second) == {giving.gift.code: 1}


def test_what_is_refunded_altogether_gives_its_gifts_back_though_the_rule_is_off_by_now(giving):
    rule_id = giving.rule(cap_pieces=1)
    order = channel_order(skus=[giving.cup.code])
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    switch_gift_rules(rule_ids=[rule_id], is_on=False, **BY)
    make_orders(giving.shop, [refunded(order, 0)])
    assert giving.gifts(order_id) == {}
    assert GiftRule.objects.get().pieces_given == 0


def test_a_gift_that_another_makes_room_for_comes_with_the_refund(giving):
    giving.rule("tea", ("skus", "any", giving.tea.code), group="one")
    giving.rule("cup", ("skus", "any", giving.cup.code), group="one", sku=giving.other.code)
    order = channel_order(skus=[giving.cup.code, giving.tea.code])
    (order_id,) = make_orders(giving.shop, [order])
    apply_gifts(order_ids=[order_id], **BY)
    make_orders(giving.shop, [refunded(order, 1)])
    assert giving.gifts(order_id) == {giving.other.code: 1}


def test_a_budget_in_money_is_for_goods_with_a_cost(giving):
    Sku.objects.filter(pk=giving.other.pk).update(cost=0)
    terms = {"gifts": (GiftChoice(giving.gift.code, 1, (giving.other.code,)),), "cap_money": Decimal(10)}
    draft = gift_draft("dear", terms=terms)
    period = {"placed_from": AT - timedelta(days=1), "placed_until": AT}
    written, rehearsed = write_gift_rules(drafts=[draft], **BY), rehearse_gifts(drafts=[draft], **(BY | period))
    for refusal in (*written.refused.values(), *rehearsed.refused.values()):
        assert (refusal.code(), refusal.data["skus"]) == ("gift_cost_unknown", giving.other.code)
    assert len(written.refused) == len(rehearsed.refused) == 1
    Sku.objects.filter(pk=giving.other.pk).update(cost=Decimal(1))
    assert write_gift_rules(drafts=[draft], **BY).done == ["dear"]


def test_a_cost_that_is_taken_away_ends_a_budget_in_money(giving):
    giving.rule(cap_money=Decimal(100))
    giving.rule("free")
    Sku.objects.filter(pk=giving.gift.pk).update(cost=0)
    (order_id,) = giving.arrive()
    assert giving.came(order_id) == ["no_cost", "given"]


def test_a_bundle_without_a_cost_costs_what_its_parts_do(giving):
    (bundle,) = make_skus(1, prefix="SET")
    set_bundles(bundles=[BundleDraft(bundle.code, ((giving.gift.code, 2),))], **BY)
    Sku.objects.filter(pk=bundle.pk).update(cost=0)
    giving.rule(sku=bundle.code, cap_money=Decimal(6))
    assert [bool(giving.gifts(pk)) for (pk,) in (giving.arrive(), giving.arrive())] == [True, False]
    assert GiftGrant.objects.get().money == 6


def test_a_gift_that_is_out_of_stock_gives_way_to_the_next_choice(giving):
    giving.rule("next", gifts=(GiftChoice(giving.none.code, 1, (giving.other.code,)),))
    giving.rule("without", sku=giving.none.code)
    (order_id,) = giving.arrive()
    assert giving.gifts(order_id) == {giving.other.code: 1}
    assert giving.came(order_id) == ["given", "no_stock"]


def test_an_order_waits_for_its_gift_where_the_rule_says_so(giving):
    giving.rule(sku=giving.none.code, when_short="wait")
    (order_id,) = giving.arrive()
    assert giving.gifts(order_id) == {giving.none.code: 1}
    refusal = review_orders(order_ids=[order_id], **BY).refused[order_id]
    assert [reason.code() for reason in refusal.data["reasons"]] == ["out_of_stock"]


def test_pieces_given_and_not_claimed_are_not_given_twice(giving):
    giving.rule(keep_stock=98)
    orders = giving.arrive(*[{giving.cup.code: 1}] * 4)
    assert [bool(giving.gifts(pk)) for pk in orders] == [True, True, False, False]
    assert [bool(giving.gifts(pk)) for pk in giving.arrive()] == [False]


def test_a_bundle_is_given_as_its_parts(giving):
    (bundle,) = make_skus(1, prefix="SET")
    set_bundles(bundles=[BundleDraft(bundle.code, ((giving.gift.code, 2), (giving.other.code, 1)))], **BY)
    giving.rule(sku=bundle.code)
    (order_id,) = giving.arrive()
    assert giving.gifts(order_id) == {giving.gift.code: 2, giving.other.code: 1}
    assert len(GiftGrant.objects.get().line_ids) == 2


def test_under_a_masked_name_one_receiver_is_one_buyer(giving):
    giving.rule(per_buyer=1)
    other = replace(RECEIVER, name="李四", mobile="13900139000", address="别处1号")
    one, two = giving.arrive(buyer="张**"), giving.arrive(buyer="张**", receiver=other)
    again = giving.arrive(buyer="张**", receiver=other)
    hidden = [giving.arrive(buyer="张**", receiver=replace(RECEIVER, mobile="138****8000")) for _ in range(2)]
    assert [bool(giving.gifts(pk)) for (pk,) in (one, two, again, *hidden)] == [True, True, False, True, True]


def test_a_buyer_gets_it_so_often_and_not_more(giving):
    giving.rule(per_buyer=2)
    orders = giving.arrive(*[{giving.cup.code: 1}] * 3, buyer="李雷")
    assert [bool(giving.gifts(pk)) for pk in orders] == [True, True, False]
    assert [bool(giving.gifts(pk)) for pk in giving.arrive(buyer="韩梅梅")] == [True]


def test_review_decides_what_is_due(giving):
    giving.rule()
    (order_id,) = make_orders(giving.shop, [channel_order(skus=[giving.cup.code])])
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert giving.gifts(order_id) == {giving.gift.code: 1}
    assert "orders.order.gifts_given" in set(Fact.objects.values_list("name", flat=True))


def test_a_rehearsal_counts_up_to_the_caps_and_touches_nothing(giving):
    giving.arrive(*[{giving.cup.code: 1}] * 5)
    draft = gift_draft("try", sku=giving.gift.code, terms={"cap_pieces": 3})
    period: dict[str, Any] = {"placed_from": AT - timedelta(days=1), "placed_until": AT}
    asked = rehearse_gifts(drafts=[draft], **period, **BY).done
    assert go_on_rehearsing_gifts(rehearsal_ids=asked, **BY).done == asked
    rehearsal = GiftRehearsal.objects.get()
    assert (rehearsal.looked, rehearsal.counts) == (5, {"earned": 5, "orders": 3, "pieces": 3, "money": "9.00"})
    assert not GiftGrant.objects.exists()
    assert not OrderLine.objects.filter(origin="gift").exists()


def test_versions_cannot_be_rewritten(giving):
    giving.rule()
    with pytest.raises(DatabaseError), transaction.atomic():
        GiftRuleVersion.objects.update(number=9)


def test_a_rule_is_rehearsed_in_its_place_among_those_that_give(giving):
    giving.arrive({giving.cup.code: 1}, {giving.cup.code: 3})
    giving.rule("three", ("units", "ge", "3"), sku=giving.other.code, group="band")
    giving.rule("last", group="band", cap_pieces=1)
    draft = gift_draft("one", sku=giving.gift.code, terms={"group": "band"})
    period: dict[str, Any] = {"placed_from": AT - timedelta(days=1), "placed_until": AT}
    asked = rehearse_gifts(drafts=[draft], **period, **BY).done
    go_on_rehearsing_gifts(rehearsal_ids=asked, **BY)
    counts = GiftRehearsal.objects.get().counts
    assert (counts["earned"], counts.get("orders", 0)) == (2, 0), "the others are before it in the group"
    GiftRule.objects.filter(name="last").update(is_on=False)
    asked = rehearse_gifts(drafts=[draft], **period, **BY).done
    go_on_rehearsing_gifts(rehearsal_ids=asked, **BY)
    assert GiftRehearsal.objects.get(pk=asked[0]).counts["orders"] == 1
