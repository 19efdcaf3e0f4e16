"""Rules on real rows: how orders come, how they are cut into sets, and how often they are reviewed changes nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from tests.world import BY, broken_promises
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import ChannelOrder, RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.models import GiftDecision, GiftGrant, Hold, Order, OrderLine, Rehearsal, ReviewRule, RuleRun
from zhanggui.orders.ruling.names import draft_of
from zhanggui.orders.testing import (
    AT,
    channel_order,
    gift_draft,
    make_gift_rules,
    make_orders,
    make_rules,
    make_shop,
    rule_draft,
)

pytestmark = pytest.mark.django_db
unhurried = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    # Every example writes real rows and is small: to make a failing one smaller takes minutes and says no more.
    phases=(Phase.explicit, Phase.reuse, Phase.generate), report_multiple_bugs=False,
)  # fmt: skip

TESTS = st.lists(
    st.sampled_from(
        [("paid", "ge", "20"), ("units", "ge", "3"), ("message", "contains", "急"), ("labels", "any", "a"),
         ("flag", "is", "1"), ("skus", "any", "R-A"), ("state", "is", "浙江省"), ("memo", "empty")]
    ),
    max_size=2,
)  # fmt: skip
ACTS = st.lists(
    st.sampled_from(
        [{"do": "pass"}, {"do": "label", "label": "a"}, {"do": "label", "label": "b"}, {"do": "flag", "flag": "1"},
         {"do": "flag", "flag": "3"}, {"do": "carrier", "carrier": "testcarrier"}, {"do": "note", "note": "n"},
         {"do": "carrier", "carrier": "testexpress"}, {"do": "gift", "gift": "asked"}]
    ),
    min_size=1, max_size=3,
)  # fmt: skip
STANDS: dict[tuple[str, ...], Any] = {
    ("paid", "ge", "20"): lambda order: order.paid >= 20,
    ("units", "ge", "3"): lambda order: sum(line.quantity for line in order.lines) >= 3,
    ("message", "contains", "急"): lambda order: "急" in order.buyer_message,
    ("labels", "any", "a"): lambda order: False,
    ("flag", "is", "1"): lambda order: False,
    ("skus", "any", "R-A"): lambda order: True,
    ("state", "is", "浙江省"): lambda order: order.receiver.state == "浙江省",
    ("memo", "empty"): lambda order: True,
}
"""What each test means of an order that nobody has touched."""
HOLD = [{"do": "hold", "note": "look"}]
USUAL, EXPRESS = {"do": "carrier", "carrier": "testcarrier"}, {"do": "carrier", "carrier": "testexpress"}
RED, GREEN = {"do": "flag", "flag": "1"}, {"do": "flag", "flag": "3"}
QUARRELS = st.lists(
    st.builds(
        lambda tests, wishes, deed: (tests, [*wishes, deed]),
        st.sampled_from([[], [], [("paid", "ge", "20")], [("units", "ge", "3")], [("message", "contains", "急")]]),
        st.sampled_from([[EXPRESS, USUAL], [EXPRESS], [USUAL, RED, GREEN]]),
        st.sampled_from(
            [{"do": "pass"}, *HOLD, {"do": "label", "label": "a"}, {"do": "gift", "gift": "asked"}, {"do": "pass"}]
        ),
    ),
    min_size=3, max_size=5,
)  # fmt: skip
"""Rules for nearly every order that want different things of it."""
RULES = st.lists(st.tuples(TESTS, ACTS | st.just(HOLD)), max_size=5)
ORDERS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 2), st.sampled_from(["", "急", "?"])), min_size=1, max_size=5
)
DEEDS = st.lists(
    st.tuples(st.sampled_from([apply_gifts, review_arrivals, review_orders]), st.sets(st.integers(0, 4), min_size=1)),
    max_size=6,
)


class Twins:
    """The same orders in two shops, under the same rules."""

    def __init__(self, rules: Any, orders: Any) -> None:
        skus = make_skus(4, prefix="R")
        self.a, self.b, self.gift, self.other = (sku.code for sku in skus)
        make_stock(make_warehouse(), {sku.pk: 1_000 for sku in skus})
        (asked, _) = make_gift_rules(
            gift_draft("asked", sku=self.gift, terms={"only_asked": True}),
            gift_draft("bought", ("skus", "any", self.a), sku=self.other),
        )
        make_rules(*(self._draft(n, tests, acts, asked) for n, (tests, acts) in enumerate(rules)))
        self.shops = [make_shop(), make_shop()]
        self.orders = [
            channel_order(
                f"T{n}", skus={self.a: some} | ({self.b: more} if more else {}), buyer=f"b{n}", buyer_message=message
            )
            for n, (some, more, message) in enumerate(orders)
        ]

    def _draft(self, n: int, tests: Any, acts: Any, asked: int) -> Any:
        known = [tuple(self.a if word == "R-A" else word for word in test) for test in tests]
        named = [act | ({"gift": str(asked)} if act["do"] == "gift" else {}) for act in acts]
        return rule_draft(f"rule {n}", *known, acts=named)

    def arrive(self, which: int, orders: list[ChannelOrder]) -> list[int]:
        return make_orders(self.shops[which], orders)

    def told(self, which: int) -> dict[str, Any]:
        """All that can be told apart, by number of the order."""
        orders = {one.pk: one for one in Order.objects.filter(shop=self.shops[which])}
        runs = {one.order_id: one for one in RuleRun.objects.filter(order__in=orders).order_by("order_version")}
        lines = OrderLine.objects.filter(order__in=orders, origin="gift", is_cancelled=False)
        gifts = [(line.order_id, line.sku_code, line.ordered) for line in lines.order_by("sku_code")]
        came = {one.pk: one.came for one in GiftDecision.objects.filter(order__in=orders)}
        holds = [(hold.order_id, hold.reason, hold.note) for hold in Hold.objects.filter(order__in=orders)]
        return {
            one.number: (
                one.state, one.version, one.labels, one.seller_flag, one.carrier_wish, one.by_rules,
                [row[1:] for row in gifts if row[0] == pk], came.get(pk), [row[1:] for row in holds if row[0] == pk],
                (runs[pk].saw, runs[pk].did, runs[pk].passed_by) if pk in runs else None,
            )
            for pk, one in orders.items()
        }  # fmt: skip


@unhurried
@given(RULES, ORDERS, DEEDS, st.randoms(use_true_random=False))
@example(
    [([], [{"do": "note", "note": "n"}, {"do": "label", "label": "a"}]), ([("units", "ge", "3")], HOLD)],
    [(1, 0, "?"), (3, 0, "")],
    [(review_orders, {0, 1}), (review_arrivals, {0, 1})],
    Random(0),
)
def test_arrival_chunks_and_repetition_change_no_verdict_no_trace_and_no_gift(db, rules, orders, deeds, chance):
    with transaction.atomic():
        twins = Twins(rules, orders)
        review_orders(order_ids=twins.arrive(0, twins.orders), **BY)

        mixed = chance.sample(twins.orders, len(twins.orders))
        ids = [pk for order in mixed for pk in twins.arrive(1, [order])]
        for flow, places in deeds:
            flow(order_ids=[ids[place] for place in sorted(places) if place < len(ids)], **BY)
        for start in range(0, len(ids), 2):
            review_orders(order_ids=ids[start : start + 2], **BY)
        before = twins.told(1)
        review_orders(order_ids=ids, **BY)

        assert twins.told(1) == before == twins.told(0)
        assert RuleRun.objects.count() == (2 * len(orders) if rules else 0), "once per version"
        assert broken_promises() == []
        transaction.set_rollback(True)


@unhurried
@given(RULES, ORDERS, st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "急", "?"])), max_size=6))
def test_what_an_order_carries_is_what_its_newest_version_asks_for(db, rules, orders, changes):
    """Of two orders, one that was once something else and one that never was, nobody can tell which is which."""
    with transaction.atomic():
        twins = Twins([(tests, acts) for tests, acts in rules if acts != HOLD], orders)
        ids = twins.arrive(0, twins.orders)
        review_arrivals(order_ids=ids, **BY)
        last = {pk: order.buyer_message for pk, order in zip(ids, twins.orders, strict=True)}
        for place, message in changes:
            if (pk := ids[place % len(ids)]) and Order.objects.get(pk=pk).state == "to_review":
                last[pk] = message
                Order.objects.filter(pk=pk).update(buyer_message=message)
                reapply_rules(order_ids=[pk], **BY)
                review_arrivals(order_ids=[pk], **BY)
        fresh = [replace(order, buyer_message=last[pk]) for pk, order in zip(ids, twins.orders, strict=True)]
        review_arrivals(order_ids=twins.arrive(1, fresh), **BY)

        carried = [
            {number: (told[2], told[3], told[4], told[5], told[6]) for number, told in twins.told(which).items()}
            for which in (0, 1)
        ]
        assert carried[0] == carried[1]
        transaction.set_rollback(True)


def meant(rules: Any, order: ChannelOrder) -> tuple[Any, ...]:
    """What the rules say of the order to somebody who reads them from the top: passed, held, flag, carrier, labels."""
    heard = [act for tests, acts in rules if all(STANDS[test](order) for test in tests) for act in acts]
    said: dict[str, list[str]] = {}
    for act in heard:
        said.setdefault(act["do"], []).append(act.get(act["do"], ""))
    held = "hold" in said
    return (
        "pass" in said and not held,
        held,
        int(said.get("flag", ["0"])[0]),
        said.get("carrier", [""])[0],
        set(said.get("label", [])),
    )


@unhurried
@given(QUARRELS, ORDERS)
@example([([], [EXPRESS]), ([], [USUAL, {"do": "pass"}]), ([("units", "ge", "3")], HOLD)], [(1, 0, ""), (3, 0, "")])
@example([([], [RED]), ([], [GREEN, {"do": "label", "label": "b"}])], [(1, 0, "")])
def test_an_order_becomes_what_somebody_understands_who_reads_the_rules_from_the_top(db, rules, orders):
    with transaction.atomic():
        twins = Twins(rules, orders)
        ids = twins.arrive(0, twins.orders)
        review_arrivals(order_ids=ids, **BY)
        passed = set(RuleRun.objects.exclude(passed_by="").values_list("order_id", flat=True))
        held = set(Hold.objects.values_list("order_id", flat=True))
        for pk, order in zip(ids, twins.orders, strict=True):
            one = Order.objects.get(pk=pk)
            came = (pk in passed, pk in held, one.seller_flag, one.carrier_wish, set(one.labels))
            assert came == meant(rules, order)
        transaction.set_rollback(True)


@unhurried
@given(RULES | QUARRELS, st.integers(0, 5), ORDERS)
def test_a_rehearsal_counts_what_the_rule_then_does(db, rules, place, orders):
    """One shop is reviewed without one of the rules, its twin with it: where they differ is what was foretold."""
    assume(rules)
    with transaction.atomic():
        set_review_thresholds(duplicate_hours=0, floor_percent=100, circle_limit=3, circle_minutes=60, **BY)
        twins = Twins(rules, orders)
        rule = ReviewRule.objects.order_by("place")[place % len(rules)]
        switch_rules(rule_ids=[rule.pk], is_on=False, **BY)
        without, with_it = twins.arrive(0, twins.orders), twins.arrive(1, twins.orders)
        foretold = rehearsed(rule, shop_id=twins.shops[1].pk)
        review_arrivals(order_ids=without, **BY)
        switch_rules(rule_ids=[rule.pk], is_on=True, **BY)
        review_arrivals(order_ids=with_it, **BY)

        before, after = twins.told(0), twins.told(1)
        notes = {
            run.order.number
            for run in RuleRun.objects.filter(order_id__in=with_it).select_related("order")
            if any(rule_id == rule.pk and "note" in dict(came) for _, rule_id, came in run.did)
        }
        done = Counter[str]()
        for number, (state, *_, holds, _) in after.items():
            done["hold"] += bool(holds) and not before[number][-2]
            done["pass"] += state == "reviewed" and before[number][0] != "reviewed"
            done["change"] += number in notes or carries(after[number]) != carries(before[number])
        assert {what: foretold.get(what, 0) for what in ("pass", "hold", "change")} == dict(done)
        transaction.set_rollback(True)


def rehearsed(rule: ReviewRule, *, shop_id: int) -> dict[str, int]:
    assert rule.version
    of_shop = BY | {"actor": replace(BY["actor"], shop_ids=frozenset({shop_id}))}
    period = {"placed_from": AT - timedelta(days=1), "placed_until": AT + timedelta(days=1)}
    asked = rehearse_rules(drafts=[draft_of(rule, rule.version)], **period, **of_shop).done
    go_on_rehearsing(rehearsal_ids=asked, **BY)
    return Rehearsal.objects.get(pk__in=asked).counts


def carries(told: tuple[Any, ...]) -> tuple[Any, ...]:
    """Labels, flag, carrier, and the gift rules that rules asked for."""
    _, _, labels, flag, carrier, by_rules, *_ = told
    return set(labels), flag, carrier, set((by_rules or {}).get("gifts", ()))


@unhurried
@given(ORDERS, st.sets(st.integers(0, 4)), st.integers(1, 3))
def test_gifts_go_when_what_earned_them_is_refunded_before_it_is_sent(db, orders, refunded, times):
    with transaction.atomic():
        twins = Twins([([], [{"do": "gift", "gift": "asked"}])], orders)
        ids = twins.arrive(0, twins.orders)
        review_orders(order_ids=ids, **BY)
        for _ in range(times):
            back = [
                replace(
                    order,
                    lines=(replace(order.lines[0], refund=RefundState.SUCCEEDED), *order.lines[1:]),
                    modified_at=order.modified_at + timedelta(minutes=5),
                    raw=f"{order.number} back".encode(),
                )
                for place, order in enumerate(twins.orders)
                if place in refunded
            ]
            twins.arrive(0, back)
            apply_gifts(order_ids=ids, **BY)
        for place, (pk, order) in enumerate(zip(ids, twins.orders, strict=True)):
            is_back, is_alone = place in refunded, len(order.lines) == 1
            expected = {twins.gift, twins.other} - ({twins.other} if is_back else set())
            expected = set() if is_back and is_alone else expected
            lines = OrderLine.objects.filter(order_id=pk, origin="gift", is_cancelled=False)
            assert set(lines.values_list("sku_code", flat=True)) == expected
            assert GiftGrant.objects.filter(order_id=pk, taken_back_at=None).count() == len(expected)
        assert broken_promises() == []
        transaction.set_rollback(True)
