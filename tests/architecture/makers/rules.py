"""How to call each flow over review rules on a set of any size, and a review with rules on."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.orders.flows.clear_rule_alarms import clear_rule_alarms
from zhanggui.orders.flows.move_rules import move_rules
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import ReviewRule, RuleAlarm
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.testing import AT, gift_draft, make_gift_rules, make_rules, rule_draft

_named = count(1)
EFFECTS = (
    {"do": "label", "label": "VIP"},
    {"do": "flag", "flag": "1"},
    {"do": "carrier", "carrier": "testcarrier"},
    {"do": "note", "note": "look"},
)


def drafts(n: int) -> list[RuleDraft]:
    return [rule_draft(f"rule {next(_named)}", acts=({"do": "label", "label": "x"},)) for _ in range(n)]


def writing(world: World, n: int) -> Call:
    fresh = drafts(n)
    return lambda: write_rules(drafts=fresh, **BY)


def switching(world: World, n: int) -> Call:
    rule_ids = make_rules(*drafts(n), is_on=False)
    return lambda: switch_rules(rule_ids=rule_ids, is_on=True, **BY)


def moving(world: World, n: int) -> Call:
    ReviewRule.objects.update(is_on=False)
    make_rules(*drafts(1), is_on=False)
    rule_ids = make_rules(*drafts(n), is_on=False)
    return lambda: move_rules(rule_ids=rule_ids, steps=-1, **BY)


def seeing_alarms(world: World, n: int) -> Call:
    (order_id,) = world.orders(1)
    rule_ids = make_rules(*drafts(n), is_on=False)
    for rule_id in rule_ids:
        RuleAlarm.objects.create(rule_id=rule_id, order_id=order_id, raised_at=AT)
    return lambda: clear_rule_alarms(rule_ids=rule_ids, **BY)


def rehearsing(world: World, n: int) -> Call:
    written = drafts(n)
    rule_ids = make_rules(*written, is_on=False)
    several = [replace(draft, rule_id=rule_id) for draft, rule_id in zip(written, rule_ids, strict=True)]
    period = {"placed_from": AT - timedelta(days=1), "placed_until": AT}
    return lambda: rehearse_rules(drafts=several, **period, **BY)


def reapplying(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: reapply_rules(order_ids=order_ids, **BY)


def reviewing_with_rules(world: World, n: int) -> Call:
    """The longest way that still passes: history read, labels, flags, wishes, notes and gifts written."""
    ReviewRule.objects.update(is_on=False)
    set_review_thresholds(duplicate_hours=0, floor_percent=90, circle_limit=3, circle_minutes=60, **BY)
    asked = gift_draft(f"gift {next(_named)}", sku=world.skus[0].code, terms={"only_asked": True})
    gift = {"do": "gift", "gift": str(make_gift_rules(asked)[0])}
    tests = (("earlier_orders", "ge", "0"), ("message", "empty"))
    make_rules(rule_draft(f"rule {next(_named)}", *tests, acts=(*EFFECTS, gift)))
    order_ids = world.orders(n)
    return lambda: review_orders(order_ids=order_ids, **BY)


def reviewing_with_many_rules(world: World, n: int) -> Call:
    ReviewRule.objects.update(is_on=False)
    make_rules(*(rule_draft(f"rule {next(_named)}", ("paid", "gt", "99999")) for _ in range(n)))
    order_ids = world.orders(n)
    return lambda: review_orders(order_ids=order_ids, **BY)


def arriving(world: World, n: int) -> Call:
    ReviewRule.objects.update(is_on=False)
    make_rules(rule_draft(f"rule {next(_named)}", acts=({"do": "pass"},)))
    order_ids = world.orders(n)
    return lambda: review_arrivals(order_ids=order_ids, **BY)


MAKERS: Makers = {
    "write_rules": writing,
    "switch_rules": switching,
    "move_rules": moving,
    "clear_rule_alarms": seeing_alarms,
    "rehearse_rules": rehearsing,
    "reapply_rules": reapplying,
    "review_orders: with rules": reviewing_with_rules,
    "review_orders: with many rules": reviewing_with_many_rules,
    "review_arrivals": arriving,
}
