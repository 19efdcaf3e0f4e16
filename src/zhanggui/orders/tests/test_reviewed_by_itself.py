"""Orders are reviewed again by themselves when what they waited for is settled: once per version, never in circles."""

from decimal import Decimal
from typing import Any

import orjson
import pytest
from procrastinate.contrib.django import app

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import Hold, Order, Review, RuleAlarm, RuleRun
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_rules, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PASS = {"do": "pass"}
_NEXT = """
UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo' AND task_name LIKE 'orders.%%'
RETURNING task_name, args
"""


def run_jobs() -> None:
    """All jobs of orders and those they make, until there are none."""
    for _ in range(20):
        rows = fetch_rows(_NEXT)
        for name, args in sorted(rows, key=str):
            app.tasks[name].func(**(orjson.loads(args) if isinstance(args, str) else args))
        if not rows:
            return
    raise AssertionError("jobs make jobs without end")


@pytest.fixture
def passing(desk):
    make_rules(rule_draft("all", acts=[PASS]))
    return desk


def test_what_a_rule_passes_waits_only_for_its_remark(passing):
    order_id = passing.order(buyer_message="red please")
    run_jobs()
    assert passing.state(order_id) == "to_review"
    handle_remarks(order_ids=[order_id], **BY)
    run_jobs()
    assert passing.state(order_id) == "reviewed"
    assert RuleRun.objects.count() == 1


def test_a_memo_of_ours_says_that_the_remark_was_read(passing):
    order_id = passing.order(buyer_message="red please")
    run_jobs()
    write_memos(order_ids=[order_id], memo="red is in", **BY)
    run_jobs()
    assert passing.state(order_id) == "reviewed"


def test_what_a_person_was_refused_only_for_a_hold_goes_on_without_rules(desk):
    held, doubted = desk.order(buyer="a"), desk.order(buyer="b", buyer_message="red please")
    hold_orders(order_ids=[held, doubted], **BY)
    review_orders(order_ids=[held], **BY)
    release_orders(order_ids=[held, doubted], **BY)
    run_jobs()
    assert (desk.state(held), desk.state(doubted)) == ("reviewed", "to_review")
    assert not Review.objects.filter(order_id=doubted).exists(), "nobody has asked for it yet"


def test_lines_that_find_their_sku_let_the_order_go_on(passing):
    order_id = make_orders(passing.shop, [channel_order(skus=["NEW-1"])])[0]
    run_jobs()
    assert passing.state(order_id) == "to_review"
    (sku,) = make_skus(1)
    make_stock(make_warehouse(), {sku.pk: 5})
    type(sku).objects.filter(pk=sku.pk).update(code="NEW-1")
    match_lines(sku_codes=["NEW-1"], **BY)
    run_jobs()
    assert passing.state(order_id) == "reviewed"


def test_money_that_arrives_lets_the_order_go_on(passing):
    order_id = passing.order(payment_mode=PaymentMode.DEPOSIT, paid=Decimal(100))
    run_jobs()
    assert passing.state(order_id) == "to_review"
    for kind in (PaymentKind.DEPOSIT, PaymentKind.TAIL):
        record_payments(order_ids=[order_id], kind=kind, cause=str(kind), amount=Decimal(50), **BY)
    run_jobs()
    assert passing.state(order_id) == "reviewed"


def test_asking_the_rules_again_asks_them(passing):
    order_id = passing.order(buyer_message="red please")
    run_jobs()
    rule_id = RuleRun.objects.get().did[0][1]
    label = {"do": "label", "label": "new"}
    write_rules(drafts=[rule_draft("all", acts=[label], rule_id=rule_id, seen=1)], **BY)
    reapply_rules(order_ids=[order_id], **BY)
    run_jobs()
    assert Order.objects.get(pk=order_id).labels == ["new"]
    assert RuleRun.objects.count() == 2


def test_a_review_that_follows_a_review_finds_nothing_to_do(desk):
    """A rule flags, which is a memo of ours, which is looked after: one run, one memo."""
    make_rules(rule_draft("flag", acts=[{"do": "flag", "flag": "2"}, {"do": "hold", "note": "call"}]))
    order_id = desk.order(buyer_message="?")
    run_jobs()
    order = Order.objects.get(pk=order_id)
    assert (order.version, order.seller_flag, RuleRun.objects.count()) == (2, 2, 1)
    release_orders(order_ids=[order_id], **BY)
    run_jobs()
    assert (Hold.objects.count(), RuleRun.objects.count()) == (0, 1)


def test_a_rule_that_holds_what_a_job_clears_is_stopped_with_an_alarm(desk):
    """A sets a hold, B clears it and asks again: the fourth time nobody is asked any more, and the alarm is raised."""
    set_review_thresholds(duplicate_hours=0, floor_percent=100, circle_limit=3, circle_minutes=60, **BY)
    (rule_id,) = make_rules(rule_draft("again", acts=[{"do": "hold", "note": "look"}]))
    order_id = desk.order()
    run_jobs()
    for _ in range(8):
        release_orders(order_ids=[order_id], reasons=["rule"], **BY)
        reapply_rules(order_ids=[order_id], **BY)
        run_jobs()
    assert list(Hold.objects.values_list("reason", flat=True)) == ["rule_circle"]
    assert list(RuleAlarm.objects.values_list("rule_id", "order_id")) == [(rule_id, order_id)]
    assert RuleRun.objects.count() == 3
