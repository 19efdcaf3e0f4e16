"""Rules judge words of the receiver's address; the address itself stays sealed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, Rehearsal, ReviewRule, RuleRun
from zhanggui.orders.ruling.names import draft_of
from zhanggui.orders.ruling.shown import rule_run
from zhanggui.orders.testing import (
    ACTOR,
    AT,
    channel_order,
    gift_draft,
    make_gift_rules,
    make_orders,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, hold, label

WORDS = ["村", "乡", "学校", "部队", "医院", "隔离"]


def ordered(desk: Any, address: str, **receiver: str) -> int:
    return int(desk.order(receiver=replace(channel_order().receiver, address=address, **receiver)))


def labels(*order_ids: int) -> list[list[str]]:
    review_orders(order_ids=list(order_ids), **BY)
    return [Order.objects.get(pk=pk).labels for pk in order_ids]


def test_one_of_the_words_stands_in_town_or_address(desk):
    make_rules(
        rule_draft("far", ("address", "found", *WORDS), acts=[label("far")]),
        rule_draft("near", ("address", "not_found", *WORDS), acts=[label("near")]),
    )
    village = ordered(desk, "小河沿 9 号", town="青龙乡")
    clinic = ordered(desk, "人民医院住院部 3 楼")
    street = ordered(desk, "文三路 478 号")
    assert labels(village, clinic, street) == [["far"], ["far"], ["near"]]


def test_a_word_with_a_blank_beside_it_is_the_word(desk):
    make_rules(rule_draft("far", ("address", "found", "村 "), acts=[label("far")]))
    assert labels(ordered(desk, "王家村 1 号")) == [["far"]]


def test_what_a_platform_hides_may_hold_any_word(desk):
    make_rules(
        rule_draft("far", ("address", "found", *WORDS), acts=[label("far")]),
        rule_draft("near", ("address", "not_found", *WORDS), acts=[label("near")]),
    )
    assert labels(ordered(desk, "文三路***"), ordered(desk, "某某村***")) == [[], ["far"]]


def test_the_trace_says_which_words_of_the_rule_were_there_and_nothing_else_of_the_address(desk):
    (far, _) = make_rules(
        rule_draft("far", ("address", "found", *WORDS), acts=[label("far")]),
        rule_draft("north", ("address", "found", "文三路"), acts=[label("north")]),
    )
    order_id = ordered(desk, "文三路学校 478 号")
    review_orders(order_ids=[order_id], **BY)
    version = ReviewRule.objects.get(pk=far).version
    assert version
    run = RuleRun.objects.get()
    assert run.saw[f"address@{version.pk}"] == ["学校"]
    assert "478" not in str(run.saw)
    shown = rule_run(Order.objects.get(pk=order_id), ACTOR)["held"]
    assert [[value for _, value in rule["saw"]] for rule in shown] == [["学校"], ["文三路"]]


def test_a_hold_for_a_word_that_was_lifted_does_not_come_back_for_another_house_in_the_same_village(desk):
    make_rules(rule_draft("far", ("address", "found", "村"), acts=[hold()]))
    order_id = ordered(desk, "王家村 1 号")
    review_orders(order_ids=[order_id], **BY)
    release_orders(order_ids=[order_id], **BY)
    make_rules(rule_draft("other", ("address", "found", "王家"), acts=[label("seen")]))
    Order.objects.filter(pk=order_id).update(version=9)
    review_orders(order_ids=[order_id], **BY)
    assert not Hold.objects.exists()


@pytest.mark.parametrize(("test", "more"), [(("paid", "ge", "1"), 0), (("address", "found", *WORDS), 1)])
def test_addresses_are_opened_only_for_rules_that_ask_and_in_one_statement(desk, test, more):
    make_rules(rule_draft("plain", acts=[label("a")]))
    plain = _statements(desk, 1)
    ReviewRule.objects.update(is_on=False)
    make_rules(rule_draft("asks", test, acts=[label("a")]))
    assert _statements(desk, 1) == _statements(desk, 5) == plain + more


def _statements(desk: Any, count: int) -> int:
    ids = [ordered(desk, f"小村 {n} 号", name=f"王{n}") for n in range(count)]
    with CaptureQueriesContext(connection) as seen:
        review_orders(order_ids=ids, **BY)
    return len(seen)


def test_it_is_rehearsed(desk):
    (rule_id,) = make_rules(rule_draft("far", ("address", "found", *WORDS), acts=[hold()]), is_on=False)
    ordered(desk, "小河村")
    ordered(desk, "文三路")
    rule = ReviewRule.objects.get(pk=rule_id)
    assert rule.version
    week: dict[str, Any] = {"placed_from": AT - timedelta(days=7), "placed_until": AT + timedelta(days=1)}
    rehearsal_ids = rehearse_rules(drafts=[draft_of(rule, rule.version)], **week, **BY).done
    go_on_rehearsing(rehearsal_ids=rehearsal_ids, **BY)
    assert Rehearsal.objects.get().counts == {"matched": 1, "hold": 1}


def test_gifts_may_depend_on_it(desk):
    make_gift_rules(gift_draft("school", ("address", "found", "学校"), sku=desk.sku.code))
    order_id = ordered(desk, "实验学校门卫")
    make_orders(desk.shop, [])
    review_orders(order_ids=[order_id], **BY)
    assert Order.objects.get(pk=order_id).lines.filter(origin="gift").count() == 1
