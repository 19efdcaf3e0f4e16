"""Holds that rules ask for: how long they last, when they come back, and what is stopped that runs in circles."""

from datetime import timedelta

import pytest

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import Hold, Order, ReviewRule, RuleAlarm, RuleRun
from zhanggui.orders.testing import (
    ACTOR,
    AT,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, NUMBERS, codes, hold, newer


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


def test_a_hold_with_an_end_is_released_by_time(desk):
    make_rules(rule_draft("all", acts=[hold(hours="2")]))
    order_id = desk.order()
    codes(order_id)
    assert release_due_holds(actor=ACTOR, at=AT + timedelta(hours=2)).done == [order_id]


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
