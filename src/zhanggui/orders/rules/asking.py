"""Ask the company's own rules about one order: which of them hold, and what they ask for together.

The same version of an order and the same rule versions always give the same verdict: rules are asked in their places,
the first that names a flag, a warehouse or a carrier is the one, and what a person chose stands before any rule. What
rules asked for before is not shown to them; what they do not ask for any more is taken off. A hold that has ended is
not placed again before what its rule looks at is different.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from zhanggui.orders.rules.actions import Act
from zhanggui.orders.rules.fields import REST, RuleCase
from zhanggui.orders.rules.holds import HoldEnd
from zhanggui.orders.rules.looking import AskedRule, Looks, compared
from zhanggui.orders.rules.marks import Marks

Came = Literal["done", "already", "outvoted", "ended"]
"""What became of an action: it was done, it was so before, something stronger stood against it, or it is over."""

Did = list[tuple[int, int, list[tuple[str, Came]]]]
"""Rule version, rule, and what became of each of its actions."""

CHANGING = frozenset({"hold", "flag", "label", "warehouse", "carrier", "gift"})
"""Actions that leave an order different, by which rules that run in circles are known."""


class HoldTerm(NamedTuple):
    """How long a hold lasts: so many hours, until so many hours before the order must leave, or until somebody ends it.

    Of both the earlier end counts.
    """

    hours: int | None = None
    hours_before: int | None = None

    def end_from(self, start: datetime) -> HoldEnd:
        return HoldEnd(start + timedelta(hours=self.hours) if self.hours else None, self.hours_before)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the run before saw, and what became then of the hold of each rule version that asked for one."""

    saw: Mapping[str, Any] = field(default_factory=dict)
    holds: Mapping[int, Came] = field(default_factory=dict)

    def has_ended(self, rule: AskedRule, saw: Mapping[str, Any], *, is_held: bool) -> bool:
        """The hold of this version was there, for just what the rule sees now, and somebody or time has ended it."""
        before = self.holds.get(rule.version_id)
        if before is None or (is_held and before != "ended"):
            return False
        looked = [key for name in rule.looks_at for key in (name, f"{name}{REST}")]
        return all(self.saw.get(key) == saw.get(key) for key in looked)


NEVER_ASKED = Earlier()


def earlier_of(saw: Mapping[str, Any], did: Iterable[Sequence[Any]]) -> Earlier:
    """What is to be known of a run, from what was kept of it."""
    return Earlier(saw, {version_id: so for version_id, _, came in did for do, so in came if do == "hold"})


@dataclass(slots=True)
class Verdict:
    """What all rules together ask for an order."""

    saw: dict[str, Any] = field(default_factory=dict)
    did: Did = field(default_factory=list)
    passed_by: str = ""
    hold_notes: list[str] = field(default_factory=list)
    hold_terms: list[HoldTerm] = field(default_factory=list)
    has_ended_hold: bool = False
    notes: list[str] = field(default_factory=list)
    flag: tuple[int, int] | None = None
    labels: dict[str, int] = field(default_factory=dict)
    warehouse: tuple[int, int] | None = None
    carrier: tuple[str, int] | None = None
    gifts: dict[int, int] = field(default_factory=dict)

    @property
    def marks(self) -> Marks:
        """What the order carries from now on because rules ask for it."""
        return Marks(self.labels, self.flag, self.warehouse, self.carrier, self.gifts)

    def hold_ends(self, start: datetime) -> tuple[HoldEnd, ...]:
        """When the holds asked for end, placed at `start`."""
        return tuple(term.end_from(start) for term in self.hold_terms)


class RuleSet:
    """The rules that are on, compiled once for any number of orders."""

    def __init__(self, rules: Iterable[AskedRule]) -> None:
        self.rules = tuple(rules)
        self._looks = Looks(self.rules)
        self._asked = [
            (rule, holds, bool(rule.shop_ids or rule.valid_from or rule.valid_until))
            for rule, holds in zip(self.rules, self._looks.conditions, strict=True)
        ]

    @property
    def version_ids(self) -> list[int]:
        return [rule.version_id for rule in self.rules]

    @property
    def needs(self) -> set[str]:
        """What has to be read beyond the order and its lines."""
        return self._looks.needs

    def ask(self, case: RuleCase, *, is_held: bool = False, earlier: Earlier = NEVER_ASKED) -> Verdict:
        """`is_held`: a rule holds this order already; `earlier` is the run before."""
        values = self._looks.values(case)
        said = compared(values)
        matched = [
            rule for rule, holds, is_scoped in self._asked if holds(said) and (not is_scoped or rule.is_about(case))
        ]
        verdict = Verdict(saw=self._looks.saw(values))
        for rule in matched:
            has_ended = rule.version_id in earlier.holds and earlier.has_ended(rule, verdict.saw, is_held=is_held)
            held: Came = "ended" if has_ended else "already" if is_held else "done"
            came = [(act["do"], _heed(rule, act, case, verdict, held=held)) for act in rule.acts]
            verdict.did.append((rule.version_id, rule.rule_id, came))
        if verdict.passed_by and (verdict.hold_notes or verdict.has_ended_hold):
            verdict.passed_by = ""
            verdict.did = [
                (version_id, rule_id, [(do, "outvoted" if do == "pass" else so) for do, so in came])
                for version_id, rule_id, came in verdict.did
            ]
        return verdict


def _heed(rule: AskedRule, act: Act, case: RuleCase, verdict: Verdict, *, held: Came) -> Came:
    """Take one action into the verdict; `held` is what becomes of a hold of this rule."""
    match act["do"]:
        case "pass":
            verdict.passed_by = verdict.passed_by or rule.name
        case "hold":
            _hold(rule, act, verdict, held=held)
            return held
        case "flag":
            flag = int(act["flag"])
            if known := case.flag or (verdict.flag[0] if verdict.flag else 0):
                return "already" if known == flag else "outvoted"
            if flag:
                verdict.flag = (flag, rule.rule_id)
            return "already" if case.marks.flag == verdict.flag else "done"
        case "label":
            label = act["label"]
            if label in case.labels or label in verdict.labels:
                return "already"
            verdict.labels[label] = rule.rule_id
            return "already" if label in case.marks.labels else "done"
        case "warehouse":
            wish = int(act["warehouse"])
            if wished := case.warehouse_id or (verdict.warehouse and verdict.warehouse[0]):
                return "already" if wished == wish else "outvoted"
            verdict.warehouse = (wish, rule.rule_id)
            return "already" if (case.marks.warehouse or (0,))[0] == wish else "done"
        case "carrier":
            if chosen := case.carrier or (verdict.carrier and verdict.carrier[0]):
                return "already" if chosen == act["carrier"] else "outvoted"
            verdict.carrier = (act["carrier"], rule.rule_id)
            return "already" if (case.marks.carrier or ("",))[0] == act["carrier"] else "done"
        case "gift":
            gift = int(act.get("gift", 0))
            if gift in verdict.gifts:
                return "already"
            verdict.gifts[gift] = rule.rule_id
            return "already" if gift in case.marks.gifts else "done"
        case "note":
            verdict.notes.append(act["note"])
    return "done"


def _hold(rule: AskedRule, act: Act, verdict: Verdict, *, held: Came) -> None:
    """Several holds are one, with every note."""
    if held == "ended":
        verdict.has_ended_hold = True
        return
    verdict.hold_terms.append(HoldTerm(_hours(act.get("hours")), _hours(act.get("hours_before"))))
    verdict.hold_notes.append(f"{rule.name}: {act['note']}")


def _hours(text: str | None) -> int | None:
    return int(text) if text else None


def find_circles(verdict: Verdict, earlier: Mapping[int, int], *, limit: int) -> list[int]:
    """Rules that would change this order again though they did so in `limit` earlier runs."""
    return [
        rule_id
        for _, rule_id, came in verdict.did
        if earlier.get(rule_id, 0) >= limit and any(do in CHANGING and so == "done" for do, so in came)
    ]


def count_changes(runs: Iterable[Sequence[Any]]) -> Counter[int]:
    """In how many earlier runs each rule changed the order; each run is its `did`."""
    found: Counter[int] = Counter()
    for did in runs:
        found.update({rule_id for _, rule_id, came in did if any(do in CHANGING and so == "done" for do, so in came)})
    return found
