"""How a field can be compared: one entry per operator, with its words and the function that compares."""

import operator as compares
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Kind = Literal["text", "number", "money", "choice", "flag", "words", "sealed"]
"""What a field is. `words` are several texts: the codes of all lines, the labels. A `sealed` text is never looked at
itself, only which of the rule's own words stand in it; `UNREAD` among them: some of it cannot be read."""

UNREAD = "*"

Takes = Literal["none", "one", "two", "many"]
Compare = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Operator:
    """`says` puts field and values into a sentence; `make` turns the values into the function
    that compares, which takes what `comparable` made of the field."""

    name: str
    title: Any
    kinds: frozenset[str]
    takes: Takes
    says: Any
    make: Callable[[Sequence[Any]], Compare]


def comparable(value: Any) -> Any:
    """A field's value as operators take it: letters of any case are the same. Folded once, compared by many rules."""
    if isinstance(value, str):
        return value.casefold()
    return tuple(word.casefold() for word in value) if isinstance(value, tuple) else value


def _folded(values: Sequence[str]) -> frozenset[str]:
    return frozenset(value.casefold() for value in values)


def _is_one(values: Sequence[str]) -> Compare:
    return _folded(values).__contains__


def _is_none(values: Sequence[str]) -> Compare:
    known = _folded(values)
    return lambda text: text not in known


def _contains(values: Sequence[str]) -> Compare:
    parts = _folded(values)
    return lambda text: bool(text) and any(part in text for part in parts)


def _lacks(values: Sequence[str]) -> Compare:
    contains = _contains(values)
    return lambda text: not contains(text)


def _starts(values: Sequence[str]) -> Compare:
    beginnings = tuple(_folded(values))
    return lambda text: text.startswith(beginnings)


def _compare(holds: Callable[[Any, Any], bool]) -> Callable[[Sequence[Any]], Compare]:
    def make(values: Sequence[Any]) -> Compare:
        bound = values[0]
        return lambda number: holds(number, bound)

    return make


def _between(values: Sequence[Any]) -> Compare:
    least, most = values
    return lambda number: least <= number <= most


def _is_empty(_values: Sequence[Any]) -> Compare:
    return lambda value: not value


def _any_word(values: Sequence[str]) -> Compare:
    known = _folded(values)
    return lambda words: not known.isdisjoint(words)


def _no_word(values: Sequence[str]) -> Compare:
    return _folded(values).isdisjoint


def _all_words(values: Sequence[str]) -> Compare:
    return _folded(values).issubset


def _only_words(values: Sequence[str]) -> Compare:
    known = _folded(values)
    return lambda words: bool(words) and known.issuperset(words)


def _part_of_word(values: Sequence[str]) -> Compare:
    parts = _folded(values)
    return lambda words: any(part in word for word in words for part in parts)


def _no_part_of_word(values: Sequence[str]) -> Compare:
    some = _part_of_word(values)
    return lambda words: not some(words)


def _surely_none(values: Sequence[str]) -> Compare:
    return frozenset((*_folded(values), UNREAD)).isdisjoint


def _kinds(*kinds: Kind) -> frozenset[str]:
    return frozenset(kinds)


_NUMBERS, _TEXTS = _kinds("number", "money"), _kinds("text", "choice")

OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator("contains", _("contains"), _kinds("text"), "many", _("{field} contains {values}"), _contains),
        Operator("is", _("is one of"), _TEXTS, "many", _("{field} is {values}"), _is_one),
        Operator("is_not", _("is none of"), _TEXTS, "many", _("{field} is not {values}"), _is_none),
        Operator("lacks", _("lacks"), _kinds("text"), "many", _("{field} does not contain {values}"), _lacks),
        Operator("starts", _("starts with"), _kinds("text"), "many", _("{field} starts with {values}"), _starts),
        Operator(
            "empty", _("is empty"), _kinds("text", "words"), "none", _("{field} is empty"), _is_empty
        ),
        Operator(
            "filled", _("is not empty"), _kinds("text", "words"), "none", _("{field} is not empty"),
            lambda _v: bool,
        ),
        Operator("eq", "=", _NUMBERS, "one", "{field} = {values}", _compare(compares.eq)),
        Operator("ne", "≠", _NUMBERS, "one", "{field} ≠ {values}", _compare(compares.ne)),
        Operator("ge", "≥", _NUMBERS, "one", "{field} ≥ {values}", _compare(compares.ge)),
        Operator("le", "≤", _NUMBERS, "one", "{field} ≤ {values}", _compare(compares.le)),
        Operator("gt", ">", _NUMBERS, "one", "{field} > {values}", _compare(compares.gt)),
        Operator("lt", "<", _NUMBERS, "one", "{field} < {values}", _compare(compares.lt)),
        Operator(
            "between", _("lies between"), _NUMBERS, "two", _("{field} lies between {values}"),
            _between,
        ),
        Operator("yes", _("is so"), _kinds("flag"), "none", "{field}", lambda _v: bool),
        Operator("no", _("is not so"), _kinds("flag"), "none", _("not: {field}"), _is_empty),
        Operator("any", _("has one of"), _kinds("words"), "many", _("{field} have one of {values}"), _any_word),
        Operator("none", _("has none of"), _kinds("words"), "many", _("{field} have none of {values}"), _no_word),
        Operator("every", _("has all of"), _kinds("words"), "many", _("{field} have all of {values}"), _all_words),
        Operator("only", _("has nothing but"), _kinds("words"), "many", _("{field} are only {values}"), _only_words),
        Operator(
            "part", _("has one containing"), _kinds("words"), "many", _("one of {field} contains {values}"),
            _part_of_word,
        ),
        Operator(
            "no_part", _("has none containing"), _kinds("words"), "many", _("none of {field} contains {values}"),
            _no_part_of_word,
        ),
        Operator("found", _("contains"), _kinds("sealed"), "many", _("{field} contains {values}"), _any_word),
        Operator(
            "not_found", _("lacks"), _kinds("sealed"), "many", _("{field} does not contain {values}"), _surely_none
        ),
    )
}  # fmt: skip


def operators_for(kind: str) -> list[Operator]:
    """The operators that fit a field of this kind, most usual first."""
    return [operator for operator in OPERATORS.values() if kind in operator.kinds]
