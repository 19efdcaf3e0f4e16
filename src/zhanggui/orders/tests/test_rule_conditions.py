"""Pure rules: the same case and the same versions always give the same verdict, whatever they are asked beside."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.orders.rules.actions import ACTIONS, ActionIncomplete, NothingAsked, PassAndHold, check_actions
from zhanggui.orders.rules.asking import RuleSet
from zhanggui.orders.rules.conditions import (
    BoundsTurned,
    Condition,
    Group,
    Test,
    check_condition,
    compile_condition,
    condition_from,
)
from zhanggui.orders.rules.fields import FIELDS, CaseLine, History, RuleCase, View
from zhanggui.orders.rules.holds import last_end
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.rules.marks import NONE, Chosen, Marks, carried, marks_from, part
from zhanggui.orders.rules.operators import OPERATORS, comparable, operators_for
from zhanggui.orders.rules.rule_places import places_after

AT = datetime(2026, 11, 11, 2, tzinfo=UTC)
CASE = RuleCase(
    order_id=1, version=1, shop_id=1, channel="taobao", placed_at=AT, paid_at=AT, hour=10, cash_on_delivery=False,
    paid=Decimal("99.90"), freight=Decimal(0), discount=Decimal(5), buyer="李雷", message="要发票", memo="", flag=0,
    state="浙江省", city="杭州市", district="西湖区", labels=(), warehouse_id=None, carrier="",
    lines=(CaseLine("TEA-1", "龙井", "茶叶", 2, Decimal(80), 250, Decimal(30)),),
    history=History(3, 1, 0, {1: 2, 5: 1}), address="转塘街道第一医院 TEA-1 号楼",
)  # fmt: skip

texts = st.sampled_from(["", "浙江省", "杭州", "发票", "TEA-1", "taobao", "1", "5"])
numbers = st.integers(-5, 500).map(str)


@st.composite
def field_tests(draw: Any) -> Test:
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    operator = draw(st.sampled_from(operators_for(field.kind)))
    of = numbers if field.kind in {"number", "money"} else texts.filter(bool)
    wanted = {"none": 0, "one": 1, "two": 2, "many": 3}[operator.takes]
    values = draw(st.lists(of, min_size=wanted, max_size=wanted))
    if operator.takes == "two":
        values.sort(key=int)
    return Test(field.name, operator.name, tuple(values))


joins = st.sampled_from(["all", "any"])
groups = st.builds(Group, joins, st.lists(field_tests(), min_size=1, max_size=4).map(tuple))
conditions = st.builds(Condition, joins, st.lists(groups, max_size=3).map(tuple))
cases = st.builds(
    lambda paid, message, city, orders: replace(
        CASE, paid=Decimal(paid), message=message, city=city, history=History(orders)
    ),
    st.integers(0, 500),
    texts,
    texts,
    st.integers(0, 3),
)
acts = st.sampled_from(
    [
        {"do": "pass"},
        {"do": "hold", "note": "n"},
        {"do": "hold", "note": "n", "hours": "5"},
        {"do": "flag", "flag": "1"},
        {"do": "flag", "flag": "2"},
        {"do": "label", "label": "a"},
        {"do": "warehouse", "warehouse": "7"},
        {"do": "carrier", "carrier": "sf"},
        {"do": "gift", "gift": "1"},
    ]
)
rule_lists = st.lists(st.tuples(conditions, st.lists(acts, min_size=1, max_size=3).map(tuple)), max_size=6).map(
    lambda rows: [AskedRule(n, n, f"r{n}", condition, done) for n, (condition, done) in enumerate(rows, start=1)]
)


def slowly(condition: Condition, case: RuleCase) -> bool:
    """What a condition means, read off without compiling it."""

    def stands(test: Test) -> bool:
        alone = Condition("all", (Group("all", (test,)),))
        field, view = FIELDS[test.field], View(frozenset(), test.values)
        read = field.read_as(view) if field.read_as else field.read
        return compile_condition(alone, {test.field: 0})([comparable(read(case))])

    join = {"all": all, "any": any}
    if not condition.groups:
        return True
    return join[condition.join](join[group.join](stands(test) for test in group.tests) for group in condition.groups)


@given(rule_lists, cases)
def test_the_same_version_and_rules_give_the_same_verdict_and_it_is_what_the_conditions_mean(rules, case):
    verdict = RuleSet(rules).ask(case)
    assert verdict == RuleSet(list(rules)).ask(replace(case))
    assert [rule_id for _, rule_id, _ in verdict.did] == [
        rule.rule_id for rule in rules if slowly(rule.condition, case)
    ]


@given(rule_lists, cases)
def test_a_hold_is_never_outvoted_and_nothing_is_asked_beyond_the_table(rules, case):
    verdict = RuleSet(rules).ask(case)
    holds = any(do == "hold" and came == "done" for _, _, done in verdict.did for do, came in done)
    assert bool(verdict.hold_notes) == holds
    assert not (holds and verdict.passed_by)
    assert {do for _, _, done in verdict.did for do, _ in done} <= set(ACTIONS)


@given(conditions)
def test_a_condition_survives_its_way_through_the_database(condition):
    check_condition(condition)
    assert condition_from(condition.as_json()) == condition


@given(st.lists(st.integers(), unique=True, max_size=8), st.sets(st.integers()), st.integers(-9, 9))
def test_moving_rules_loses_none_and_keeps_the_order_of_those_that_move(order, moving, steps):
    after = places_after(order, moving=moving, steps=steps)
    assert sorted(after.values()) == list(range(1, len(order) + 1))
    rows = sorted(after, key=lambda pk: after[pk])
    assert [pk for pk in rows if pk in moving] == [pk for pk in order if pk in moving]
    assert [pk for pk in rows if pk not in moving] == [pk for pk in order if pk not in moving]


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        (Test("paid", "between", ("99.90", "100")), True),
        (Test("paid", "gt", ("99.9",)), False),
        (Test("message", "contains", ("FAPIAO", "发票")), True),
        (Test("message", "lacks", ("发票",)), False),
        (Test("memo", "empty"), True),
        (Test("skus", "any", ("tea-1",)), True),
        (Test("skus", "only", ("TEA-1", "TEA-2")), True),
        (Test("titles", "part", ("龙",)), True),
        (Test("city", "is_not", ("杭州市",)), False),
        (Test("city", "is_not", ("宁波", "杭州")), False),
        (Test("state", "is", ("江苏", "浙江")), True),
        (Test("first_order", "no"), True),
        (Test("floor_share", "ge", ("133",)), True),
        (Test("grams", "eq", ("500",)), True),
        (Test("address", "found", ("学校", "医院", "tea")), True),
        (Test("address", "not_found", ("学校", "部队")), True),
        (Test("address", "not_found", ("学校", "医院")), False),
        (Test("open_orders", "eq", ("3",)), True),
    ],
)
def test_each_way_to_compare(test, answer):
    assert slowly(Condition("all", (Group("all", (test,)),)), CASE) is answer


def test_every_operator_fits_a_field_and_every_field_has_one():
    kinds = {field.kind for field in FIELDS.values()}
    assert all(operators_for(kind) for kind in kinds)
    assert all(operator.kinds & kinds for operator in OPERATORS.values())


def test_actions_and_bounds_are_checked():
    with pytest.raises(NothingAsked):
        check_actions([])
    with pytest.raises(PassAndHold):
        check_actions([{"do": "pass"}, {"do": "hold", "note": "x"}])
    with pytest.raises(ActionIncomplete):
        check_actions([{"do": "hold", "note": " "}])
    with pytest.raises(BoundsTurned):
        check_condition(Condition("all", (Group("all", (Test("paid", "between", ("9", "1")),)),)))


def test_several_holds_last_as_long_as_the_longest():
    def rule(number: int, **act: str) -> AskedRule:
        return AskedRule(number, number, f"r{number}", Condition(), ({"do": "hold", "note": "x", **act},))

    def lasts(*rules: AskedRule, promised: timedelta | None = None) -> timedelta | None:
        ship_by = CASE.placed_at + promised if promised else None
        until = last_end(RuleSet(rules).ask(CASE).hold_ends(CASE.placed_at), ship_by)
        return until - CASE.placed_at if until else None

    two, five = rule(1, hours="2"), rule(2, hours="5")
    assert lasts(two, five) == timedelta(hours=5)
    assert lasts(two, rule(3)) is None
    before = rule(4, hours_before="6")
    assert lasts(before) is None
    assert lasts(before, promised=timedelta(hours=24)) == lasts(two, before, promised=timedelta(hours=24))
    assert lasts(before, promised=timedelta(hours=24)) == timedelta(hours=18)
    assert lasts(rule(5, hours="2", hours_before="6"), promised=timedelta(hours=24)) == timedelta(hours=2)


@given(rule_lists, st.lists(cases, min_size=1, max_size=5))
def test_what_rules_leave_on_an_order_never_depends_on_what_they_left_before(rules, versions):
    asked = RuleSet(rules)

    def after(seen: list[RuleCase]) -> tuple[Chosen, Marks]:
        carries, marks = Chosen(("mine",), 0, None, ""), NONE
        for case in seen:
            own, standing = part(carries, marks)
            assert own == Chosen(("mine",), 0, None, ""), "what a person chose stays"
            verdict = asked.ask(replace(case, labels=own.labels, marks=standing))
            carries, marks = carried(own, verdict.marks), verdict.marks
        return carries, marks

    assert after(versions) == after(versions[-1:])


@given(rule_lists, cases)
def test_asked_again_about_the_same_nothing_is_a_change_but_a_lifted_hold(rules, case):
    asked = RuleSet(rules)
    first = asked.ask(case)
    again = asked.ask(replace(case, marks=first.marks))
    assert again.marks == first.marks
    came = {do for _, _, done in again.did for do, so in done if so == "done"}
    assert came <= {"pass", "hold", "note"}
    assert marks_from(first.marks.as_json()) == first.marks
