"""The editor of a rule as a form: what was sent, what is offered, and the draft it means.

The form is sent whole with every change of its shape and drawn anew by the server; nothing is kept between.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from zhanggui.kernel.clock import company_zone
from zhanggui.orders.rules.actions import ACTIONS
from zhanggui.orders.rules.conditions import Condition, Group, Join, Test
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.fields import FIELDS
from zhanggui.orders.rules.operators import OPERATORS, operators_for
from zhanggui.orders.rules.sentences import Names, rule_sentence

BETWEEN_WORDS = re.compile(r"[,，;；、\n]+")
_LOCAL = "%Y-%m-%dT%H:%M"


@dataclass(slots=True)
class TestRow:
    field: str = ""
    operator: str = ""
    values: list[str] = dataclasses.field(default_factory=list)

    __test__ = False  # not one of pytest's

    def settle(self) -> None:
        """An operator that does not fit the field any more gives way to the most usual one that does."""
        known = FIELDS.get(self.field)
        if known is None:
            self.operator, self.values = "", []
            return
        fitting = [operator.name for operator in operators_for(known.kind)]
        if self.operator not in fitting:
            self.operator, self.values = fitting[0], []


@dataclass(slots=True)
class GroupRows:
    join: Join = "all"
    tests: list[TestRow] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class RuleForm:
    """All that the editor shows."""

    name: str = ""
    rule_id: int | None = None
    seen: int | None = None
    join: Join = "all"
    groups: list[GroupRows] = dataclasses.field(default_factory=lambda: [GroupRows(tests=[TestRow()])])
    acts: list[dict[str, str]] = dataclasses.field(default_factory=lambda: [{"do": ""}])
    shop_ids: list[str] = dataclasses.field(default_factory=list)
    valid_by: str = "placed"
    valid_from: str = ""
    valid_until: str = ""

    def reshape(self, change: str) -> None:
        """`add-test:0`, `drop-test:0.1`, `add-group`, `drop-group:1`, `add-act`, `drop-act:2`."""
        what, _colon, where = change.partition(":")
        places = [int(part) for part in where.split(".") if part.isdecimal()]
        try:
            match what, places:
                case "add-test", [group]:
                    self.groups[group].tests.append(TestRow())
                case "drop-test", [group, test]:
                    del self.groups[group].tests[test]
                case "add-group", []:
                    self.groups.append(GroupRows(tests=[TestRow()]))
                case "drop-group", [group]:
                    del self.groups[group]
                case "add-act", []:
                    self.acts.append({"do": ""})
                case "drop-act", [act]:
                    del self.acts[act]
        except IndexError:
            return

    def draft(self) -> RuleDraft:
        """The draft this form means; rows without a field or an action are left out."""
        groups = tuple(
            Group(
                group.join,
                tuple(Test(row.field, row.operator, tuple(row.values)) for row in group.tests if row.field),
            )
            for group in self.groups
        )
        return RuleDraft(
            name=self.name.strip(),
            condition=Condition(self.join, tuple(group for group in groups if group.tests)),
            acts=tuple(act for act in self.acts if act.get("do")),
            rule_id=self.rule_id,
            seen=self.seen,
            shop_ids=tuple(int(pk) for pk in self.shop_ids if pk.isdecimal()),
            valid_by=self.valid_by,
            valid_from=_moment(self.valid_from),
            valid_until=_moment(self.valid_until),
        )


def form_of(draft: RuleDraft) -> RuleForm:
    """The editor of a rule that exists."""
    groups = [
        GroupRows(group.join, [TestRow(test.field, test.operator, list(test.values)) for test in group.tests])
        for group in draft.condition.groups
    ]
    return RuleForm(
        draft.name, draft.rule_id, draft.seen, draft.condition.join, groups or [GroupRows(tests=[TestRow()])],
        [{name: str(value) for name, value in act.items()} for act in draft.acts],
        [str(pk) for pk in draft.shop_ids], draft.valid_by, _local(draft.valid_from), _local(draft.valid_until),
    )  # fmt: skip


def read_form(sent: QueryDict) -> RuleForm:
    """The form as it was sent."""
    tests: dict[str, list[str]] = {
        group: list(places)
        for group, places in groupby(sorted(sent.getlist("test"), key=_places), key=lambda place: place.split(".")[0])
    }
    groups = [
        GroupRows(_join(sent.get(f"group-{group}")), [_test_row(sent, place) for place in tests.get(group, [])])
        for group in sent.getlist("group")
    ]
    rule_id, seen = sent.get("rule", ""), sent.get("seen", "")
    return RuleForm(
        name=sent.get("name", ""),
        rule_id=int(rule_id) if rule_id.isdecimal() else None,
        seen=int(seen) if seen.isdecimal() else None,
        join=_join(sent.get("join")),
        groups=groups,
        acts=[_act_row(sent, place) for place in sent.getlist("act")],
        shop_ids=sent.getlist("shop"),
        valid_by=sent.get("valid_by", "placed"),
        valid_from=sent.get("valid_from", ""),
        valid_until=sent.get("valid_until", ""),
    )


def _places(place: str) -> tuple[int, ...]:
    return tuple(int(part) for part in place.split(".") if part.isdecimal())


def _join(word: str | None) -> Join:
    return "any" if word == "any" else "all"


def _test_row(sent: QueryDict, place: str) -> TestRow:
    row = TestRow(sent.get(f"field-{place}", ""), sent.get(f"operator-{place}", ""))
    values = sent.getlist(f"value-{place}")
    known = FIELDS.get(row.field)
    if known and known.kind in {"text", "words", "sealed"}:
        values = [word for value in values for word in BETWEEN_WORDS.split(value)]
    row.values = [value.strip() for value in values if value.strip()]
    row.settle()
    return row


def _act_row(sent: QueryDict, place: str) -> dict[str, str]:
    kind = ACTIONS.get(sent.get(f"do-{place}", ""))
    if kind is None:
        return {"do": ""}
    return {"do": kind.name} | {one.name: sent.get(f"{one.name}-{place}", "") for one in kind.inputs}


def _moment(text: str) -> datetime | None:
    try:
        parsed = parse_datetime(text) if text else None
    except ValueError:
        return None
    return make_aware(parsed, company_zone()) if parsed and parsed.tzinfo is None else parsed


def _local(moment: datetime | None) -> str:
    return localtime(moment, company_zone()).strftime(_LOCAL) if moment else ""


def shown_form(form: RuleForm, lists: Names) -> dict[str, Any]:
    """What the template of the editor draws: rows with the choices that fit them."""
    draft = form.draft()
    return {
        "form": form,
        "shape_url": reverse("shape_rule"),
        "fields": _fields_by_group(),
        "groups": [
            {"place": place, "join": group.join, "tests": [_shown_test(row, place, number, lists)
             for number, row in enumerate(group.tests)]}
            for place, group in enumerate(form.groups)
        ],
        "acts": [_shown_act(act, place, lists) for place, act in enumerate(form.acts)],
        "kinds": list(ACTIONS.values()),
        "shops": [(pk, name, pk in form.shop_ids) for pk, name in lists["shops"].items()],
        "sentence": rule_sentence(draft.condition, draft.acts, lists),
    }  # fmt: skip


def _fields_by_group() -> list[tuple[Any, list[Any]]]:
    return [(group, list(fields)) for group, fields in groupby(FIELDS.values(), key=lambda each: each.group)]


def _shown_test(row: TestRow, group: int, number: int, lists: Names) -> dict[str, Any]:
    known, operator = FIELDS.get(row.field), OPERATORS.get(row.operator)
    takes = operator.takes if operator else "none"
    chosen = set(row.values)
    return {
        "place": f"{group}.{number}",
        "field": row.field,
        "operator": row.operator,
        "operators": operators_for(known.kind) if known else [],
        "kind": known.kind if known else "",
        "help": known.help if known else "",
        "takes": takes,
        "text": _("、").join(row.values),
        "values": [*row.values, "", ""][: 2 if takes == "two" else 1],
        "choices": [(key, name, key in chosen) for key, name in lists.get(known.choices, {}).items()] if known else [],
    }


def _shown_act(act: Mapping[str, str], place: int, lists: Names) -> dict[str, Any]:
    kind = ACTIONS.get(act.get("do", ""))
    inputs: Sequence[Any] = kind.inputs if kind else ()
    return {
        "place": place,
        "do": act.get("do", ""),
        "inputs": [
            {"input": one, "value": act.get(one.name, ""), "choices": list(lists.get(one.choices, {}).items())}
            for one in inputs
        ],
    }
