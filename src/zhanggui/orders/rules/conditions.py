"""Conditions of the company's own rules: tests of fields, joined by and/or, as data, as a check, as a function.

A condition is groups of tests. The groups are joined by `all` or `any`, and so are the tests inside each group: two
deep, which is as much as a person reads without drawing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.fields import FIELDS, Field
from zhanggui.orders.rules.operators import OPERATORS, Operator

Join = Literal["all", "any"]
Holds = Callable[[Sequence[Any]], bool]
"""Answers from the values of the fields a rule set reads, in its order of fields."""

_WHOLE = frozenset({"is", "is_not"})
"""Operators that compare a text as a whole."""
MOST_GROUPS, MOST_TESTS, MOST_VALUES, LONGEST_VALUE = 10, 20, 200, 120


class FieldUnknown(Refusal):
    """There is no field “{field}” to test."""


class OperatorUnfit(Refusal):
    """“{field}” cannot be tested with “{operator}”."""


class ValueMissing(Refusal):
    """Say with what “{field}” is compared."""


class ValueUnreadable(Refusal):
    """“{value}” is no number to compare “{field}” with."""


class BoundsTurned(Refusal):
    """For “{field}” the smaller number comes first."""


class ConditionTooLong(Refusal):
    """At most {most} {what} in one rule."""


@dataclass(frozen=True, slots=True)
class Test:
    field: str
    operator: str
    values: tuple[str, ...] = ()

    __test__ = False  # not one of pytest's


@dataclass(frozen=True, slots=True)
class Group:
    join: Join
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Without a group it holds for every order."""

    join: Join = "all"
    groups: tuple[Group, ...] = ()

    @property
    def tests(self) -> tuple[Test, ...]:
        return tuple(test for group in self.groups for test in group.tests)

    def as_json(self) -> dict[str, Any]:
        groups = [
            {"join": group.join, "tests": [[test.field, test.operator, list(test.values)] for test in group.tests]}
            for group in self.groups
        ]
        return {"join": self.join, "groups": groups}


def condition_from(data: Mapping[str, Any]) -> Condition:
    """The condition that `as_json` wrote."""
    return Condition(
        _join(data.get("join")),
        tuple(
            Group(
                _join(group.get("join")),
                tuple(Test(field, operator, tuple(values)) for field, operator, values in group["tests"]),
            )
            for group in data.get("groups", ())
        ),
    )


def _join(word: Any) -> Join:
    return "any" if word == "any" else "all"


def check_condition(condition: Condition) -> None:
    """Every test names a field and an operator that fit, with values that can be read."""
    if len(condition.groups) > MOST_GROUPS:
        raise ConditionTooLong(most=MOST_GROUPS, what="groups")
    if len(condition.tests) > MOST_TESTS:
        raise ConditionTooLong(most=MOST_TESTS, what="tests")
    for test in condition.tests:
        field, operator = _known(test)
        if operator.takes != "none" and not test.values:
            raise ValueMissing(field=field.title)
        if len(test.values) > MOST_VALUES:
            raise ConditionTooLong(most=MOST_VALUES, what="values")
        read_values(test)


def _known(test: Test) -> tuple[Field, Operator]:
    field = FIELDS.get(test.field)
    if field is None:
        raise FieldUnknown(field=test.field)
    operator = OPERATORS.get(test.operator)
    if operator is None or field.kind not in operator.kinds:
        raise OperatorUnfit(field=field.title, operator=operator.title if operator else test.operator)
    return field, operator


def read_values(test: Test) -> list[Any]:
    """The values of a test as its operator compares them."""
    field, operator = _known(test)
    if operator.takes == "none":
        return []
    if field.kind not in {"number", "money"}:
        return [value.strip() for value in test.values if value.strip()]
    wanted = 2 if operator.takes == "two" else 1
    if len(test.values) < wanted:
        raise ValueMissing(field=field.title)
    numbers = [_number(value, field) for value in test.values[:wanted]]
    if numbers != sorted(numbers):
        raise BoundsTurned(field=field.title)
    return numbers


def _number(text: str, field: Field) -> Decimal | int:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueUnreadable(field=field.title, value=text) from None
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueUnreadable(field=field.title, value=text)
    return int(number) if number == number.to_integral_value() else number


def compile_condition(condition: Condition, places: Mapping[str, int]) -> Holds:
    """One function for the whole condition; `places` says where each field's value stands."""
    groups = [
        _joined(group.join, [_at(places[test.field], _test(test)) for test in group.tests])
        for group in condition.groups
        if group.tests
    ]
    return _joined(condition.join, groups)


def _test(test: Test) -> Callable[[Any], bool]:
    meant, values = FIELDS[test.field].meant, read_values(test)
    if meant is None or test.operator not in _WHOLE:
        return OPERATORS[test.operator].make(values)
    known = frozenset(name for value in values for name in meant(value.casefold()))
    is_asked = test.operator == "is"
    return lambda text: known.isdisjoint(meant(text)) is not is_asked


def _at(place: int, test: Callable[[Any], bool]) -> Holds:
    return lambda values: test(values[place])


def _joined(join: Join, parts: Sequence[Holds]) -> Holds:
    """Short of generators on purpose: this runs for every rule of every order."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return lambda values: True
    if len(parts) == 2:
        first, second = parts
        if join == "all":
            return lambda values: first(values) and second(values)
        return lambda values: first(values) or second(values)
    end = join == "any"

    def holds(values: Sequence[Any]) -> bool:
        for part in parts:
            if part(values) is end:
                return end
        return not end

    return holds
