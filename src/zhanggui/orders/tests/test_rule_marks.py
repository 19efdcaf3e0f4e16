"""What rules asked for is known from what people chose: it is taken off when no rule asks for it any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.restore_wishes import restore_wishes
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import GiftDecision, GiftGrant, GiftRule, Hold, Order, ReviewRule, RuleRun, RuleVersion
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.writing import GiftRuleGivesAnyway
from zhanggui.orders.ruling.cases import asked_rule
from zhanggui.orders.testing import ACTOR, AT, gift_draft, make_gift_rules, make_rules, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
IF_HURRY = ("message", "contains", "急")


def ask(order_id: int, **changes: Any) -> Order:
    """The rules are asked about the next version of the order."""
    order = Order.objects.get(pk=order_id)
    Order.objects.filter(pk=order_id).update(version=order.version + 1, **changes)
    review_arrivals(order_ids=[order_id], **BY)
    return Order.objects.get(pk=order_id)


def carried(order: Order) -> tuple[Any, ...]:
    return order.labels, order.seller_flag, order.warehouse_wish_id, order.carrier_wish


@pytest.fixture
def hurried(desk):
    """An order that a rule labels, flags and sends another way, as long as its message says so."""
    warehouse = make_warehouse()
    acts = [
        {"do": "label", "label": "urgent"}, {"do": "flag", "flag": "1"},
        {"do": "warehouse", "warehouse": str(warehouse.pk)}, {"do": "carrier", "carrier": "testcarrier"},
    ]  # fmt: skip
    make_rules(rule_draft("hurry", IF_HURRY, acts=acts))
    order_id = desk.order(buyer_message="急")
    order = ask(order_id)
    assert carried(order) == (["urgent"], 1, warehouse.pk, "testcarrier")
    return order_id


def test_what_a_rule_asked_for_comes_off_when_it_no_longer_applies(hurried):
    assert carried(ask(hurried, buyer_message="")) == ([], 0, None, "")
    assert Order.objects.get(pk=hurried).by_rules is None
    assert Fact.objects.filter(name="orders.order.memo_written").count() in {0, 2}


def test_what_still_applies_stays_and_is_no_change_again(hurried):
    order = ask(hurried)
    assert (order.labels, order.seller_flag, order.carrier_wish) == (["urgent"], 1, "testcarrier")
    newest = RuleRun.objects.order_by("-order_version")[0]
    assert {so for _, _, came in newest.did for _, so in came} == {"already"}
    for _ in range(6):
        ask(hurried)
    assert not Hold.objects.filter(reason="rule_circle").exists()


def test_the_next_rule_takes_the_place_of_one_that_no_longer_applies(desk):
    first, second = (make_warehouse() for _ in range(2))
    to_first, to_second = ([{"do": "warehouse", "warehouse": str(place.pk)}] for place in (first, second))
    make_rules(rule_draft("hurry", IF_HURRY, acts=to_first), rule_draft("usual", acts=to_second))
    order_id = desk.order(buyer_message="急")
    assert ask(order_id).warehouse_wish_id == first.pk
    assert ask(order_id, buyer_message="").warehouse_wish_id == second.pk


def test_what_a_person_chose_stays_when_the_rule_no_longer_applies(hurried):
    choose_carriers(order_ids=[hurried], carrier="testcarrier", **BY)
    write_memos(order_ids=[hurried], flag=1, mode=MemoMode.FLAG, **BY)
    order = ask(hurried, buyer_message="")
    assert (order.labels, order.seller_flag, order.carrier_wish) == ([], 1, "testcarrier")


def test_a_choice_taken_back_leaves_with_the_rule_what_the_rule_had_asked_for(hurried):
    before = Order.objects.get(pk=hurried)
    elsewhere = make_warehouse()
    choose_warehouses(order_ids=[hurried], warehouse_id=elsewhere.pk, **BY)
    restore_wishes(order_ids=[hurried], **BY)
    after = Order.objects.get(pk=hurried)
    assert (carried(after), after.by_rules) == (carried(before), before.by_rules)
    assert carried(ask(hurried, buyer_message="")) == ([], 0, None, "")


def test_a_choice_of_the_same_as_the_rule_taken_back_is_the_rules_again(hurried):
    choose_carriers(order_ids=[hurried], carrier="testcarrier", **BY)
    restore_wishes(order_ids=[hurried], **BY)
    assert ask(hurried, buyer_message="").carrier_wish == ""


def test_a_choice_taken_back_and_forth_is_the_persons_again(hurried):
    elsewhere = make_warehouse()
    choose_warehouses(order_ids=[hurried], warehouse_id=elsewhere.pk, **BY)
    restore_wishes(order_ids=[hurried], actor=ACTOR, at=AT + timedelta(minutes=1))
    restore_wishes(order_ids=[hurried], actor=ACTOR, at=AT + timedelta(minutes=2))
    assert ask(hurried, buyer_message="").warehouse_wish_id == elsewhere.pk


def test_of_a_choice_of_one_half_the_other_half_stays_the_rules(hurried):
    choose_carriers(order_ids=[hurried], carrier="", **BY)
    restore_wishes(order_ids=[hurried], **BY)
    assert carried(ask(hurried, buyer_message="")) == ([], 0, None, "")


def test_a_flag_changed_elsewhere_is_a_person_s(hurried):
    assert ask(hurried, seller_flag=3).seller_flag == 3
    assert ask(hurried, buyer_message="").seller_flag == 3


def test_rules_are_not_shown_what_rules_asked_for(desk):
    make_rules(
        rule_draft("one", acts=[{"do": "label", "label": "a"}]),
        rule_draft("two", ("labels", "any", "a"), acts=[{"do": "label", "label": "b"}]),
    )
    order_id = desk.order()
    assert [ask(order_id).labels for _ in range(3)] == [["a"]] * 3


def test_a_hold_of_a_rule_ends_when_no_rule_wants_it_and_says_what_they_say_now(desk):
    make_rules(
        rule_draft("hurry", IF_HURRY, acts=[{"do": "hold", "note": "call"}]),
        rule_draft("dear", ("paid", "ge", "500"), acts=[{"do": "hold", "note": "look"}]),
    )
    order_id = desk.order(buyer_message="急")
    assert (ask(order_id).open_holds, Hold.objects.get().note) == (1, "hurry: call")
    assert (ask(order_id, paid=600, buyer_message="").open_holds, Hold.objects.get().note) == (1, "dear: look")
    assert ask(order_id, paid=10).open_holds == 0
    assert Fact.objects.get(name="orders.order.released").data == {"reason": "rule"}


def test_a_rule_for_a_carrier_that_is_gone_asks_for_none():
    acts = [{"do": "carrier", "carrier": "gone"}, {"do": "carrier", "carrier": "testcarrier"}]
    version = RuleVersion(conditions={}, actions=acts)
    assert asked_rule(ReviewRule(name="x"), version).acts == (acts[1],)


@pytest.mark.parametrize("another", [True, False])
def test_a_hold_goes_when_its_rule_is_off_whether_or_not_another_is_on(desk, another):
    (rule_id,) = make_rules(rule_draft("h", acts=[{"do": "hold", "note": "x"}]))
    if another:
        make_rules(rule_draft("other", ("units", "ge", "99"), acts=[{"do": "note", "note": "n"}]))
    order_id = desk.order()
    review_orders(order_ids=[order_id], **BY)
    switch_rules(rule_ids=[rule_id], is_on=False, **BY)
    reapply_rules(order_ids=[order_id], **BY)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert not Hold.objects.exists()


def test_with_the_last_rule_off_asking_again_takes_its_marks_off(hurried):
    switch_rules(rule_ids=[RuleRun.objects.get().did[0][1]], is_on=False, **BY)
    reapply_rules(order_ids=[hurried], **BY)
    review_arrivals(order_ids=[hurried], **BY)
    assert carried(Order.objects.get(pk=hurried)) == ([], 0, None, "")


class TestGifts:
    """A gift of a review rule is that of a gift rule, with all its caps."""

    @pytest.fixture
    def giving(self, desk):
        def make(**terms: Any) -> int:
            draft = gift_draft("asked", sku=desk.sku.code, terms={"only_asked": True, **terms})
            (gift_rule,) = make_gift_rules(draft)
            make_rules(rule_draft("hurry", IF_HURRY, acts=[{"do": "gift", "gift": str(gift_rule)}]))
            return gift_rule

        return make

    def test_it_gives_only_where_it_is_asked(self, desk, giving):
        gift_rule = giving()
        asked, plain = desk.order(buyer_message="急", buyer="a"), desk.order(buyer="b")
        review_orders(order_ids=[asked, plain], **BY)
        assert list(GiftGrant.objects.values_list("order_id", "rule_id")) == [(asked, gift_rule)]
        assert [word for _, word, _ in GiftDecision.objects.get(pk=plain).came] == ["not_asked"]

    def test_its_caps_hold(self, desk, giving):
        gift_rule = giving(cap_pieces=2)
        orders = [desk.order(buyer_message="急", buyer=str(n)) for n in range(4)]
        for order_id in orders:
            review_orders(order_ids=[order_id], **BY)
        assert GiftGrant.objects.filter(order_id__in=orders).count() == 2
        assert GiftRule.objects.get(pk=gift_rule).pieces_given == 2
        assert [word for _, word, _ in GiftDecision.objects.get(pk=orders[3]).came] == ["cap_pieces"]

    def test_it_is_taken_back_when_the_rule_asks_no_more(self, desk, giving):
        gift_rule = giving()
        order_id = desk.order(buyer_message="急")
        ask(order_id)
        assert GiftGrant.objects.filter(taken_back_at=None).count() == 1
        order = ask(order_id, buyer_message="")
        assert order.units == 1
        assert not GiftGrant.objects.filter(taken_back_at=None).exists()
        assert GiftRule.objects.get(pk=gift_rule).pieces_given == 0

    def test_whichever_job_comes_first_the_gifts_are_the_same(self, desk, giving):
        giving()
        order_id = desk.order(buyer_message="急")
        apply_gifts(order_ids=[order_id], **BY)
        assert not GiftGrant.objects.exists()
        review_arrivals(order_ids=[order_id], **BY)
        apply_gifts(order_ids=[order_id], **BY)
        assert GiftGrant.objects.count() == 1

    def test_only_a_gift_rule_that_waits_to_be_asked_can_be_named(self, desk):
        (gift_rule,) = make_gift_rules(gift_draft("anyway", sku=desk.sku.code))
        draft = rule_draft("x", acts=[{"do": "gift", "gift": str(gift_rule)}])
        assert isinstance(write_rules(drafts=[draft], **BY).refused["x"], GiftRuleGivesAnyway)
        asked = replace(gift_draft("anyway", sku=desk.sku.code, terms={"only_asked": True}), rule_id=gift_rule, seen=1)
        write_gift_rules(drafts=[asked], **BY)
        assert write_rules(drafts=[draft], **BY).done == ["x"]
