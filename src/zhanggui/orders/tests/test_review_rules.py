"""Rules of the company's own: once per version, within what the core allows, and never in circles."""

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
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import NotForceable, ReasonMissing, review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import GiftGrant, Hold, Order, Review, ReviewRule, RuleAlarm, RuleRun, RuleVersion
from zhanggui.orders.rules.conditions import FieldUnknown, OperatorUnfit, ValueUnreadable
from zhanggui.orders.rules.writing import NamedNowhere, RuleChangedMeanwhile, RuleNameTaken
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

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
NUMBERS: dict[str, Any] = {"duplicate_hours": 0, "floor_percent": 100, "circle_limit": 3, "circle_minutes": 60}


def hold(note: str = "look", **more: str) -> dict[str, str]:
    return {"do": "hold", "note": note, **more}


def label(word: str) -> dict[str, str]:
    return {"do": "label", "label": word}


def codes(order_id: int, **asked: Any) -> list[str]:
    refused = review_orders(order_ids=[order_id], **asked, **BY).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def newer(order_id: int, **changes: Any) -> None:
    Order.objects.filter(pk=order_id).update(version=Order.objects.get(pk=order_id).version + 1, **changes)


def test_a_rule_holds_what_it_is_about_and_leaves_the_rest(desk):
    make_rules(rule_draft("dear", ("paid", "ge", "500"), acts=[hold("call the buyer")]))
    dear, cheap = desk.order(paid=500), desk.order(paid=499)
    assert codes(dear) == ["held"]
    assert codes(cheap) == []
    assert Hold.objects.get().note == "dear: call the buyer"


def test_a_hold_that_a_person_lifts_is_not_placed_again_on_the_same_version(desk):
    make_rules(rule_draft("all", acts=[hold()]))
    order_id = desk.order()
    assert codes(order_id) == ["held"]
    release_orders(order_ids=[order_id], **BY)
    assert codes(order_id) == []
    assert RuleRun.objects.count() == 1


class TestAHoldThatHasEnded:
    """It is not placed again before what its rule looks at, or the rule itself, is different."""

    LONG = "x" * 200

    @pytest.fixture
    def ended(self, desk):
        make_rules(rule_draft("memo", ("memo", "contains", "x"), acts=[hold()]))
        order_id = desk.order(seller_memo=self.LONG, paid=100)
        handle_remarks(order_ids=[order_id], **BY)
        assert codes(order_id) == ["held"]
        release_orders(order_ids=[order_id], **BY)
        return order_id

    def test_whoever_changes_something_else(self, ended):
        newer(ended, ship_by=AT + timedelta(hours=40), paid=200)
        assert codes(ended) == []
        assert RuleRun.objects.latest("pk").did[0][2] == [["hold", "ended"]]

    def test_nor_the_next_time_even_while_another_rule_holds(self, ended):
        make_rules(rule_draft("dear", ("paid", "ge", "200"), acts=[hold("call")]))
        newer(ended, paid=200)
        assert codes(ended) == ["held"]
        assert Hold.objects.get().note == "dear: call"
        newer(ended, paid=300)
        codes(ended)
        assert Hold.objects.get().note == "dear: call"

    def test_unless_it_says_something_else_even_at_its_end(self, ended):
        newer(ended, seller_memo=f"{self.LONG}!")
        assert codes(ended) == ["held"]

    def test_unless_the_rule_is_written_anew(self, ended):
        rule_id = ReviewRule.objects.get().pk
        write_rules(drafts=[rule_draft("memo", ("memo", "filled"), acts=[hold()], rule_id=rule_id)], **BY)
        newer(ended)
        assert codes(ended) == ["held"]

    def test_unless_somebody_wants_the_rules_asked_again(self, ended):
        reapply_rules(order_ids=[ended], **BY)
        assert codes(ended) == ["held"]
        assert Order.objects.get().by_rules is None

    def test_and_no_other_rule_passes_the_order_without_a_look(self, ended):
        make_rules(rule_draft("pass", acts=[{"do": "pass"}]))
        newer(ended, paid=200)
        assert review_arrivals(order_ids=[ended], **BY).done == []


def test_a_hold_until_hours_before_the_promise_moves_with_it(desk):
    make_rules(rule_draft("late", acts=[hold(hours_before="6")]))
    order_id = desk.order(ship_by=AT + timedelta(hours=30))
    codes(order_id)
    assert Hold.objects.get().until == AT + timedelta(hours=24)
    newer(order_id, ship_by=AT + timedelta(hours=10))
    codes(order_id)
    assert Hold.objects.get().until == AT + timedelta(hours=4)


def test_a_rule_sees_what_is_sent_in_the_place_of_a_bundle(desk):
    part = make_skus(1, prefix="PART")[0]
    bundle = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(bundle, ((part.code, 2), (desk.sku.code, 1)))], **BY)
    Sku.objects.filter(pk=part.pk).update(weight_g=300, floor_price=10)
    Sku.objects.filter(pk=desk.sku.pk).update(weight_g=50, floor_price=5)
    Sku.objects.filter(code=bundle).update(weight_g=0, floor_price=0)
    make_rules(
        rule_draft("heavy", ("grams", "eq", "1300"), acts=[label("heavy")]),
        rule_draft("part", ("sent", "any", part.code), ("skus", "none", part.code), acts=[label("part")]),
        rule_draft("floor", ("floor_share", "eq", "80"), acts=[label("cheap")]),
        rule_draft("sold", ("units", "eq", "2"), ("kinds", "eq", "1"), acts=[label("two")]),
    )
    order = channel_order(skus={bundle: 2})
    line = replace(order.lines[0], amount=Decimal(40))
    ids = make_orders(desk.shop, [replace(order, lines=(line,), paid=Decimal(40), raw=b"set")])
    review_orders(order_ids=ids, **BY)
    assert sorted(Order.objects.get().labels) == ["cheap", "heavy", "part", "two"]


@pytest.mark.parametrize(
    "test",
    [("payment", "is", "cod"), ("weekday", "is", str(AT.isoweekday())), ("promise", "le", "30"), ("refund", "no")],
)
def test_a_rule_looks_at_payment_day_promise_and_refund(desk, test):
    make_rules(rule_draft("look", test, acts=[label("seen")]))
    order_id = desk.order(placed_at=AT, paid_at=AT, ship_by=AT + timedelta(hours=30, minutes=59))
    Order.objects.filter(pk=order_id).update(payment_mode="cod")
    codes(order_id)
    assert Order.objects.get().labels == ["seen"]


def test_a_hold_with_an_end_is_released_by_time(desk):
    make_rules(rule_draft("all", acts=[hold(hours="2")]))
    order_id = desk.order()
    codes(order_id)
    assert release_due_holds(actor=ACTOR, at=AT + timedelta(hours=2)).done == [order_id]


def test_no_rule_passes_over_a_check_of_the_program(desk):
    make_rules(rule_draft("pass all", acts=[{"do": "pass"}]))
    order_id = desk.order(buyer_message="red please")
    assert codes(order_id) == ["remark_unread"]
    assert review_arrivals(order_ids=[order_id], **BY).done == []
    assert desk.state(order_id) == "to_review"


def test_what_a_rule_passes_is_reviewed_as_it_arrives_and_the_rest_waits_undecided(desk):
    make_rules(rule_draft("small", ("paid", "lt", "100"), acts=[{"do": "pass"}, label("auto")]))
    small, large = desk.order(paid=10), desk.order(paid=100)
    assert review_arrivals(order_ids=[small, large], **BY).done == [small]
    assert desk.state(large) == "to_review"
    assert list(Review.objects.values_list("order_id", flat=True)) == [small]
    assert Order.objects.get(pk=small).labels == ["auto"]


def test_a_hold_of_one_rule_outvotes_the_pass_of_another(desk):
    make_rules(rule_draft("pass", acts=[{"do": "pass"}]), rule_draft("hold", acts=[hold()]))
    order_id = desk.order()
    assert review_arrivals(order_ids=[order_id], **BY).done == []
    came = [came for _, _, came in RuleRun.objects.get().did]
    assert came == [[["pass", "outvoted"]], [["hold", "done"]]]


def test_wishes_flags_labels_gifts_and_notes_are_written_once(desk):
    from zhanggui.inventory.testing import make_warehouse

    first, second = make_warehouse(), make_warehouse()
    (gift_rule,) = make_gift_rules(gift_draft("asked", sku=desk.sku.code, terms={"only_asked": True}))
    gift, usual = {"do": "gift", "gift": str(gift_rule)}, {"do": "carrier", "carrier": "testcarrier"}
    make_rules(
        rule_draft("one", acts=[{"do": "warehouse", "warehouse": str(first.pk)}, {"do": "flag", "flag": "3"}, gift]),
        rule_draft("two", acts=[{"do": "warehouse", "warehouse": str(second.pk)}, label("a"), label("b")]),
        rule_draft("three", acts=[label("a"), usual, {"do": "note", "note": "hello"}]),
    )
    order_id = desk.order()
    assert codes(order_id) == []
    order = Order.objects.get(pk=order_id)
    assert (order.warehouse_wish_id, order.carrier_wish, order.seller_flag) == (first.pk, "testcarrier", 3)
    assert order.labels == ["a", "b"]
    assert order.version == 2
    assert RuleRun.objects.get().order_version == Review.objects.get().order_version == 2
    assert GiftGrant.objects.values_list("rule_id", "pieces").get() == (gift_rule, 1)
    assert Fact.objects.get(name="orders.order.noted").data == {"note": "hello"}


def test_a_person_s_choice_stands_before_any_rule(desk):
    make_rules(rule_draft("usual", acts=[{"do": "carrier", "carrier": "testcarrier"}]))
    order_id = desk.order()
    Order.objects.filter(pk=order_id).update(carrier_wish="testexpress")
    codes(order_id)
    assert Order.objects.get(pk=order_id).carrier_wish == "testexpress"
    assert RuleRun.objects.get().did[0][2] == [["carrier", "outvoted"]]


def test_the_trace_says_what_was_seen_and_names_all_asked(desk):
    rule_ids = make_rules(
        *(rule_draft(f"r{n}", ("paid", "gt", str(n * 10)), ("state", "is", "浙江省")) for n in range(3))
    )
    codes(desk.order(paid=15))
    run = RuleRun.objects.get()
    assert run.saw == {"paid": "15", "state": "浙江省"}
    assert [rule_id for _, rule_id, _ in run.did] == rule_ids[:2]
    assert len(run.rule_set.version_ids) == 3


def test_a_rule_that_is_off_out_of_its_shops_or_out_of_its_period_is_not_about_an_order(desk):
    off = make_rules(rule_draft("off", acts=[hold()]), is_on=False)
    make_rules(
        rule_draft("late", acts=[hold()], valid_until=AT - timedelta(days=1)),
        rule_draft("early", acts=[hold()], valid_by="paid", valid_from=AT + timedelta(days=1)),
    )
    assert codes(desk.order()) == []
    switch_rules(rule_ids=off, is_on=True, **BY)
    assert codes(desk.order()) == ["held"]


def test_history_counts_the_buyer_s_earlier_orders_in_the_shop(desk):
    make_rules(rule_draft("first", ("first_order", "yes"), acts=[label("first")]))
    first = desk.order(buyer="李雷", placed_at=AT - timedelta(hours=5))
    second = desk.order(buyer="李雷", placed_at=AT - timedelta(hours=4))
    review_orders(order_ids=[first, second], **BY)
    assert [Order.objects.get(pk=pk).labels for pk in (first, second)] == [["first"], []]


def test_a_masked_name_means_one_buyer_only_with_one_receiver(desk):
    set_review_thresholds(**{**NUMBERS, "duplicate_hours": 12}, **BY)
    make_rules(rule_draft("first", ("first_order", "yes"), acts=[label("first")]))
    other = replace(channel_order().receiver, name="韩梅梅", mobile="13900139000", address="另一条路 9 号")
    first = desk.order(buyer="张**", placed_at=AT - timedelta(hours=5))
    of_other = desk.order(buyer="张**", placed_at=AT - timedelta(hours=4), receiver=other)
    assert codes(first) == codes(of_other) == []
    again = desk.order(buyer="张**", placed_at=AT - timedelta(hours=3))
    assert codes(again) == ["possible_duplicate"]
    assert [Order.objects.get(pk=pk).labels for pk in (first, of_other, again)] == [["first"], ["first"], []]


def test_a_rule_that_keeps_changing_one_order_is_stopped_with_an_alarm(desk):
    """A rule holds, something clears, what it looks at changes, and so on: the fourth time is one too many."""
    set_review_thresholds(**NUMBERS, **BY)
    (rule_id,) = make_rules(rule_draft("again", ("paid", "ge", "1"), acts=[hold()]))
    order_id = desk.order(paid=1)
    for paid in (2, 3, 4):
        assert codes(order_id) == ["held"]
        release_orders(order_ids=[order_id], **BY)
        newer(order_id, paid=paid)
    assert codes(order_id) == ["held"]
    assert Hold.objects.get().reason == "rule_circle"
    assert RuleAlarm.objects.get().rule_id == rule_id
    assert Fact.objects.get(name="orders.order.rules_circled").data == {"rules": "again"}
    newer(order_id)
    codes(order_id)
    assert RuleRun.objects.count() == 3


def test_a_flag_of_a_rule_does_not_ask_the_rules_again(desk):
    make_rules(rule_draft("flag", acts=[{"do": "flag", "flag": "1"}, hold()]))
    order_id = desk.order()
    codes(order_id)
    codes(order_id)
    assert RuleRun.objects.count() == 1


def test_a_changed_rule_reaches_orders_that_were_asked_only_on_request(desk):
    (rule_id,) = make_rules(rule_draft("all", acts=[label("old")]))
    order_id = desk.order(buyer_message="?")
    codes(order_id)
    write_rules(drafts=[rule_draft("all", acts=[label("new")], rule_id=rule_id, seen=1)], **BY)
    codes(order_id)
    assert Order.objects.get(pk=order_id).labels == ["old"]
    reapply_rules(order_ids=[order_id], **BY)
    codes(order_id)
    assert Order.objects.get(pk=order_id).labels == ["new"]


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (rule_draft("x", ("nothing", "is", "1")), FieldUnknown),
        (rule_draft("x", ("paid", "contains", "1")), OperatorUnfit),
        (rule_draft("x", ("paid", "ge", "much")), ValueUnreadable),
        (rule_draft("x", acts=[{"do": "gift", "gift": "999"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "carrier", "carrier": "no-such-carrier"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "warehouse", "warehouse": "east"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "flag", "flag": "red"}]), NamedNowhere),
        (rule_draft("x", shop_ids=(10**9,)), NamedNowhere),
    ],
)
def test_a_rule_that_cannot_be_understood_is_neither_written_nor_rehearsed(db, draft, refusal):
    assert isinstance(write_rules(drafts=[draft], **BY).refused["x"], refusal)
    week: dict[str, Any] = {"placed_from": AT - timedelta(days=7), "placed_until": AT}
    refused = rehearse_rules(drafts=[draft, rule_draft("y"), draft], **week, **BY).refused
    assert [isinstance(refused[place], refusal) for place in (1, 3)] == [True, True]
    assert not RuleVersion.objects.exists()


def test_one_rule_is_written_once_at_a_time(db):
    (rule_id,) = make_rules(rule_draft("one"))
    twice = [rule_draft(name, rule_id=rule_id) for name in ("one", "uno")]
    refused = write_rules(drafts=twice, **BY).refused
    assert [refusal.code() for refusal in refused.values()] == ["rule_written_twice"] * 2


def test_the_second_of_two_writers_sees_that_the_first_was_faster(db):
    (rule_id,) = make_rules(rule_draft("one"))
    changed = rule_draft("one", ("paid", "ge", "1"), rule_id=rule_id, seen=1)
    assert write_rules(drafts=[changed], **BY).done == ["one"]
    refusal = write_rules(drafts=[replace(changed, name="two")], **BY).refused["two"]
    assert isinstance(refusal, RuleChangedMeanwhile)
    assert isinstance(write_rules(drafts=[rule_draft("one")], **BY).refused["one"], RuleNameTaken)


def test_versions_cannot_be_rewritten(db):
    make_rules(rule_draft("one"))
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.update(number=9)
    version = ReviewRule.objects.get().version
    assert version
    assert version.number == 1


def test_the_same_goods_for_the_same_buyer_are_a_possible_duplicate(desk):
    set_review_thresholds(**{**NUMBERS, "duplicate_hours": 12}, **BY)
    first, second = desk.order(buyer="李雷"), desk.order(buyer="李雷")
    other = make_orders(desk.shop, [channel_order(skus={desk.sku.code: 2}, buyer="李雷")])[0]
    assert codes(first) == codes(second) == ["possible_duplicate"]
    assert codes(other) == []


def test_the_same_goods_for_the_same_receiver_are_a_possible_duplicate(desk):
    set_review_thresholds(**{**NUMBERS, "duplicate_hours": 12}, **BY)
    first = desk.order(buyer="甲", placed_at=AT - timedelta(hours=3))
    desk.order(buyer="乙")
    assert codes(first) == ["possible_duplicate"]
    long_ago = desk.order(buyer="丙", placed_at=AT - timedelta(hours=30))
    assert codes(long_ago) == []


def test_the_same_goods_for_the_same_receiver_in_another_shop_are_a_possible_duplicate_the_same_buyer_is_not(desk):
    set_review_thresholds(**{**NUMBERS, "duplicate_hours": 12}, **BY)
    order_id = desk.order(buyer="李雷")
    elsewhere = make_shop()
    receiver = replace(channel_order().receiver, name="韩梅梅", address="另一条路 9 号")
    make_orders(elsewhere, [channel_order(skus=[desk.sku.code], buyer="李雷", receiver=receiver)])
    assert codes(order_id) == []
    first = desk.order(buyer="甲")
    make_orders(elsewhere, [channel_order(skus=[desk.sku.code], buyer="乙")])
    assert codes(first) == ["possible_duplicate"]


def test_a_check_is_forced_only_with_the_right_and_a_reason(desk):
    from zhanggui.orders.models import BlockedBuyer

    BlockedBuyer.objects.create(buyer="bad**", note="never pays")
    order_id = desk.order(buyer="bad**")
    clerk = Actor(name="clerk", grants=frozenset({"review_orders"}))
    force: dict[str, Any] = {"order_ids": [order_id], "forced": ["buyer"], "at": AT}
    with pytest.raises(NotAllowed):
        review_orders(**force, reason="paid in the shop", actor=clerk)
    with pytest.raises(ReasonMissing):
        review_orders(**force, actor=ACTOR)
    with pytest.raises(NotForceable):
        review_orders(order_ids=[order_id], forced=["paid"], reason="x", **BY)
    assert review_orders(**force, reason="paid in the shop", actor=ACTOR).done == [order_id]
    assert Fact.objects.get(name="orders.order.review_forced").data == {
        "checks": "buyer", "reason": "paid in the shop",
    }  # fmt: skip


def test_what_the_platform_shows_as_sent_passes_only_when_forced(desk):
    from zhanggui.kernel.doors.channel import ChannelState

    order_id = desk.order(state=ChannelState.SHIPPED)
    assert review_orders(order_ids=[order_id], **BY).done == []
    asked: dict[str, Any] = {"forced": ["not_sent"], "reason": "number typed by mistake"}
    assert review_orders(order_ids=[order_id], **asked, **BY).done == [order_id]
    assert desk.state(order_id) == "reviewed"
