"""An alarm that was seen is gone; what was stopped stays held, and a later circle sounds again."""

from datetime import timedelta
from typing import Any

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.clear_rule_alarms import clear_rule_alarms
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.models import Hold, RuleAlarm
from zhanggui.orders.testing import ACTOR, AT, make_rules, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
HOLDING = [{"do": "hold", "note": "look"}]


def circle(order_id: int) -> None:
    """The rule holds the order, somebody releases it and has the rules asked again, and it would hold it again."""
    for _ in range(2):
        review_orders(order_ids=[order_id], **BY)
        release_orders(order_ids=[order_id], **BY)
        reapply_rules(order_ids=[order_id], **BY)
    review_orders(order_ids=[order_id], **BY)


def test_the_alarm_is_seen_and_the_order_stays_held(desk):
    set_review_thresholds(duplicate_hours=0, floor_percent=100, circle_limit=2, circle_minutes=60, **BY)
    (rule_id,) = make_rules(rule_draft("again", acts=HOLDING))
    order_id = desk.order()
    circle(order_id)
    assert RuleAlarm.objects.get().rule_id == rule_id

    assert clear_rule_alarms(rule_ids=[rule_id], **BY).done == [rule_id]

    assert not RuleAlarm.objects.exists()
    assert Hold.objects.values_list("order_id", "reason").get() == (order_id, "rule_circle")
    assert Fact.objects.get(name="orders.rule.alarm_seen").subject_id == rule_id


def test_alarms_of_other_rules_and_later_ones_go_on_warning(desk):
    seen, other = make_rules(rule_draft("one"), rule_draft("two"))
    first, second = desk.order(), desk.order()
    for rule_id, order_id, late in ((seen, first, 0), (seen, second, 1), (other, first, 0)):
        RuleAlarm.objects.create(rule_id=rule_id, order_id=order_id, raised_at=AT + timedelta(seconds=late))
    clear_rule_alarms(rule_ids=[seen], **BY)
    left = RuleAlarm.objects.order_by("rule_id").values_list("rule_id", "order_id")
    assert list(left) == [(seen, second), (other, first)]


def test_a_rule_without_alarm_is_done_and_one_nobody_knows_refused(db):
    (rule_id,) = make_rules(rule_draft("quiet"))
    outcome = clear_rule_alarms(rule_ids=[rule_id, 0], **BY)
    assert (outcome.done, outcome.refused[0].code()) == ([rule_id], "not_found")
    assert not Fact.objects.filter(name="orders.rule.alarm_seen").exists()
