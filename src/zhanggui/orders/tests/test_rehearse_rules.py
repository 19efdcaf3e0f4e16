"""A rule is tried on the orders of a past period: it counts what it would do, and no order knows of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, Rehearsal, ReviewRule, RuleRun
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.rehearsing import RehearsalPeriodUnclear
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_rules, make_shop, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
DAY = timedelta(days=1)
DEAR = rule_draft("dear", ("paid", "ge", "500"), acts=[{"do": "hold", "note": "call the buyer"}])


def rehearse(*drafts: RuleDraft, start: datetime = AT - DAY, end: datetime = AT + DAY, **by: Any) -> list[Rehearsal]:
    made = rehearse_rules(drafts=drafts, placed_from=start, placed_until=end, **(BY | by)).done
    assert go_on_rehearsing(rehearsal_ids=made, **BY).done == made
    return list(Rehearsal.objects.filter(pk__in=made).order_by("pk"))


def test_it_counts_what_the_rule_would_do_and_touches_nothing(desk):
    dear = desk.order(paid=500)
    desk.order(paid=499)
    versions = list(Order.objects.order_by("pk").values_list("version", flat=True))

    (rehearsal,) = rehearse(DEAR)

    assert (rehearsal.total, rehearsal.looked, rehearsal.is_over) == (2, 2, True)
    assert (rehearsal.counts, rehearsal.found) == ({"matched": 1, "hold": 1}, [[dear, ["hold"], []]])
    assert list(Order.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert [model.objects.count() for model in (Hold, RuleRun, ReviewRule)] == [0, 0, 0]
    assert Fact.objects.get(name="orders.rehearsal.asked").data == {"name": "dear", "orders": 2}


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(desk):
    for moment in (AT - DAY, AT - timedelta(seconds=1), AT):
        desk.order(paid=500, placed_at=moment)
    (rehearsal,) = rehearse(DEAR, start=AT - DAY, end=AT)
    assert (rehearsal.total, rehearsal.looked, rehearsal.counts["matched"]) == (2, 2, 2)


@pytest.mark.parametrize("length", [timedelta(0), -DAY, 367 * DAY])
def test_a_period_that_is_none_or_too_long_is_refused(db, length):
    with pytest.raises(RehearsalPeriodUnclear):
        rehearse(DEAR, start=AT - DAY, end=AT - DAY + length)
    assert not Rehearsal.objects.exists()


def test_only_shops_of_who_asks_are_looked_at(desk):
    other = make_shop()
    desk.order(paid=500)
    make_orders(other, [channel_order(skus=[desk.sku.code], paid=500)])
    (rehearsal,) = rehearse(DEAR, actor=replace(ACTOR, shop_ids=frozenset({other.pk})))
    assert (rehearsal.total, rehearsal.looked) == (1, 1)
    assert rehearsal.visible_shop_ids == [other.pk]


def test_what_cannot_be_understood_is_refused_and_the_others_are_rehearsed(desk):
    desk.order(paid=500)
    nameless = replace(DEAR, name=" ")
    outcome = rehearse_rules(drafts=[nameless, DEAR], placed_from=AT - DAY, placed_until=AT + DAY, **BY)
    assert [refusal.code() for refusal in outcome.refused.values()] == ["rule_name_missing"]
    assert Rehearsal.objects.get(pk__in=outcome.done).name == "dear"


def test_a_rule_that_is_not_there_is_not_rehearsed(db):
    (refusal,) = rehearse_rules(
        drafts=[replace(DEAR, rule_id=10**9)], placed_from=AT - DAY, placed_until=AT, **BY
    ).refused.values()
    assert refusal.code() == "not_found"


def done(*tests: tuple[str, ...], acts: list[dict[str, str]], name: str = "tried", **by: Any) -> tuple[Any, Any]:
    (rehearsal,) = rehearse(rule_draft(name, *tests, acts=acts, **by))
    return rehearsal.counts, rehearsal.found


def test_a_rule_is_rehearsed_in_its_place_among_those_that_are_on(desk):
    make_rules(
        rule_draft("hold", ("paid", "ge", "500"), acts=[{"do": "hold", "note": "call"}]),
        rule_draft("usual", acts=[{"do": "carrier", "carrier": "testcarrier"}]),
    )
    make_rules(rule_draft("off", acts=[{"do": "carrier", "carrier": "testexpress"}]), is_on=False)
    dear, cheap = desk.order(paid=500), desk.order(paid=10)

    express = {"do": "carrier", "carrier": "testexpress"}
    counts, found = done(acts=[{"do": "pass"}, express, {"do": "label", "label": "x"}])
    assert counts == {"matched": 2, "pass": 1, "change": 2}
    assert found == [[dear, ["label"], ["pass", "carrier"]], [cheap, ["pass", "label"], ["carrier"]]]


def test_a_rule_that_exists_is_rehearsed_where_it_stands(desk):
    first, _ = make_rules(
        rule_draft("express", acts=[{"do": "carrier", "carrier": "testexpress"}]),
        rule_draft("usual", acts=[{"do": "carrier", "carrier": "testcarrier"}]),
    )
    order_id = desk.order()
    acts = [{"do": "carrier", "carrier": "testexpress"}]
    assert done(acts=acts, name="express", rule_id=first)[1] == [[order_id, ["carrier"], []]]
    assert done(acts=acts)[1] == [[order_id, [], ["carrier"]]]


def test_what_a_rehearsal_foretells_is_what_a_review_does(desk):
    acts = [{"do": "carrier", "carrier": "testcarrier"}, {"do": "pass"}]
    make_rules(rule_draft("dear", ("paid", "ge", "100"), acts=acts))
    order_ids = [desk.order(paid=paid) for paid in (50, 100, 500)]
    draft = rule_draft("late", acts=[{"do": "carrier", "carrier": "testexpress"}, {"do": "label", "label": "x"}])
    (rehearsal,) = rehearse(draft)
    make_rules(draft)
    review_orders(order_ids=order_ids, **BY)
    changed = {pk: ("carrier" in actions, "label" in actions) for pk, actions, _ in rehearsal.found}
    orders = Order.objects.in_bulk(order_ids)
    assert changed == {pk: (one.carrier_wish == "testexpress", one.labels == ["x"]) for pk, one in orders.items()}
