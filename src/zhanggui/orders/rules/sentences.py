"""A rule in words, for people: “If paid ≥ 500 and city is 杭州市, then hold it: ask the buyer”."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from zhanggui.orders.rules.actions import ACTIONS, Act
from zhanggui.orders.rules.conditions import Condition, Group, Test
from zhanggui.orders.rules.fields import FIELDS
from zhanggui.orders.rules.operators import OPERATORS

Names = Mapping[str, Mapping[str, str]]
"""Names of what is chosen from a list, by list and stored value: shops, warehouses, carriers, flags."""


def rule_sentence(condition: Condition, acts: Sequence[Act], names: Names) -> str:
    then = _(", ").join(act_words(act, names) for act in acts) or "…"
    if not condition.tests:
        return _("For every order: {then}").format(then=then)
    return _("If {condition}, then {then}").format(condition=condition_words(condition, names), then=then)


def condition_words(condition: Condition, names: Names) -> str:
    groups = [group for group in condition.groups if group.tests]
    words = [_group_words(group, names) for group in groups]
    if len(groups) > 1:
        words = [
            _("({words})").format(words=text) if len(group.tests) > 1 else text
            for group, text in zip(groups, words, strict=True)
        ]
    return _joined(condition.join, words)


def _group_words(group: Group, names: Names) -> str:
    return _joined(group.join, [test_words(test, names) for test in group.tests])


def _joined(join: str, words: Sequence[str]) -> str:
    return (_(" or ") if join == "any" else _(" and ")).join(words)


def test_words(test: Test, names: Names) -> str:
    field, operator = FIELDS.get(test.field), OPERATORS.get(test.operator)
    if field is None or operator is None:
        return f"{test.field} {test.operator}"
    known = names.get(field.choices, {})
    shown = [known.get(value, value) for value in test.values] or ["…"]
    is_span = operator.takes == "two" and len(shown) > 1
    values = _("{least} and {most}").format(least=shown[0], most=shown[1]) if is_span else _(" / ").join(shown)
    return str(operator.says).format(field=field.title, values=values)


def act_words(act: Act, names: Names) -> str:
    kind = ACTIONS.get(str(act.get("do")))
    if kind is None:
        return "…"
    given = {one.name: names.get(one.choices, {}).get(str(act.get(one.name)), act.get(one.name)) for one in kind.inputs}
    words = str(kind.says).format(**{name: value or "…" for name, value in given.items()})
    if act.get("hours"):
        words = _("{words} ({hours} h)").format(words=words, hours=act["hours"])
    if act.get("hours_before"):
        words = _("{words} (until {hours} h before it must leave)").format(words=words, hours=act["hours_before"])
    return words
