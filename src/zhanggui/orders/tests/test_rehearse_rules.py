"""A rule is tried on the orders of a past period: it counts what it would do, and no order knows of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import BlockedBuyer, Hold, Order, Rehearsal, ReviewRule, RuleRun
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


def test_would_pass_is_what_the_checks_of_the_program_let_through(desk):
    unpaid, remarked, fine = (
        desk.order(state=ChannelState.PENDING_PAYMENT, paid_at=None),
        desk.order(buyer_message="改地址：北京"),
        desk.order(),
    )
    counts, found = done(acts=[{"do": "pass"}])
    assert counts == {"matched": 3, "pass": 1}
    assert found == [[unpaid, [], ["pass"]], [remarked, [], ["pass"]], [fine, ["pass"], []]]


def test_the_last_piece_passes_one_order(desk):
    for _ in range(12):
        desk.order()
    assert done(acts=[{"do": "pass"}])[0] == {"matched": 12, "pass": 10}


def test_an_order_that_is_reviewed_by_now_is_asked_what_came_with_it(desk):
    order_id, blocked = desk.order(), desk.order(buyer="bad")
    review_orders(order_ids=[order_id, blocked], **BY)
    BlockedBuyer.objects.create(buyer="bad")
    Hold.objects.create(order_id=order_id, reason="by_hand", placed_by="x", placed_at=AT)
    assert done(acts=[{"do": "pass"}])[1] == [[order_id, ["pass"], []], [blocked, [], ["pass"]]]


def test_an_order_cancelled_since_is_looked_at_as_it_was(desk):
    order = channel_order(skus={desk.sku.code: 5})
    make_orders(desk.shop, [order])
    make_orders(desk.shop, [newer(order, state=ChannelState.CANCELLED)])
    label = [{"do": "label", "label": "y"}]
    assert done(("units", "le", "1"), acts=label)[0] == {}
    assert done(("units", "eq", "5"), acts=label)[0] == {"matched": 1, "change": 1}


def test_an_order_of_which_a_line_came_back_since_is_looked_at_as_it_came(desk):
    order = channel_order(skus={desk.sku.code: 1, "Z": 1})
    make_orders(desk.shop, [order])
    lines = (order.lines[0], replace(order.lines[1], refund=RefundState.SUCCEEDED))
    label = [{"do": "label", "label": "y"}]
    make_orders(desk.shop, [newer(order, lines=lines)])
    assert done(("amount", "ge", "20"), acts=label)[0] == {}  # it waits, and is looked at as it is
    make_orders(desk.shop, [newer(newer(order), lines=lines, state=ChannelState.SHIPPED)])
    assert done(("amount", "ge", "20"), acts=label)[0] == {"matched": 1, "change": 1}


@pytest.mark.parametrize(
    ("valid", "matched"),
    [
        ({"valid_from": AT + 30 * DAY, "valid_until": AT + 31 * DAY}, 2),
        ({"valid_from": AT - 365 * DAY, "valid_until": AT - 364 * DAY}, 2),
        ({"valid_from": AT - DAY / 2}, 1),
    ],
)
def test_a_rule_for_another_time_is_tried_as_if_it_were_valid(desk, valid, matched):
    for hours in (20, 2):
        desk.order(placed_at=AT - timedelta(hours=hours))
    (rehearsal,) = rehearse(rule_draft("then", acts=[{"do": "label", "label": "z"}], **valid))
    assert (rehearsal.counts["matched"], rehearsal.is_out_of_time) == (matched, matched == 2)


def newer(order: ChannelOrder, **changes: Any) -> ChannelOrder:
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=5), **changes)
    return replace(later, raw=repr(later).encode())
