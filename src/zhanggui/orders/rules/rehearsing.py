"""What a rehearsal counts: what a rule would do in its place among the others, beyond what they do without it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.asking import Did, RuleSet, Verdict
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.marks import NONE
from zhanggui.orders.rules.review import RULES, ReviewCase, review
from zhanggui.orders.states import AWAITING_REVIEW, HoldReason

MOST_FOUND = 1_000
"""So many orders are listed; all are counted."""
OWN = 0
"""The version that is rehearsed, among those that are written."""


MOST_DAYS = 366


class RehearsalPeriodUnclear(Refusal):
    """The period of a rehearsal ends after it begins and is at most {most} days long."""


def check_period(placed_from: datetime, placed_until: datetime) -> None:
    if not placed_from < placed_until or (placed_until - placed_from).days > MOST_DAYS:
        raise RehearsalPeriodUnclear(most=MOST_DAYS)


class Seat(NamedTuple):
    """A rule that is on: where it stands, and the version that is asked."""

    rule_id: int
    place: int
    version_id: int


def among(seats: Sequence[Seat], *, rule_id: int | None, place: int | None) -> list[int]:
    """The versions asked together, in their places; `OWN` in the place of the rule, or last when it has none."""
    others = [seat for seat in seats if seat.rule_id != rule_id]
    before = [seat.version_id for seat in others if place is None or seat.place < place]
    return [*before, OWN, *(seat.version_id for seat in others[len(before) :])]


def is_out_of_time(
    valid_from: datetime | None, valid_until: datetime | None, *, placed_from: datetime, asked_at: datetime
) -> bool:
    """No order of the period can lie in the time of the rule, which is over before or still to come."""
    return bool((valid_until and valid_until <= placed_from) or (valid_from and valid_from >= asked_at))


AS_IT_CAME = frozenset({"paid", "matched", "receiver", "floor_price", "buyer", "area", "payment", "requests", "remark"})
"""Checks of what came with an order. The others look at what became of it since, or at the shelves of today."""
_AS_IT_CAME = tuple(rule for rule in RULES if rule.name in AS_IT_CAME)


def passes_checks(case: ReviewCase, *, is_waiting: bool) -> bool:
    """Were a rule to pass it, no check of the program would stand against the order.

    Of one that does not wait for review any more only what came with it is asked. Holds of rules are for the rules.
    """
    kept = tuple(reason for reason in case.hold_reasons if reason != HoldReason.RULE)
    _, refusals = review(replace(case, hold_reasons=kept), rules=RULES if is_waiting else _AS_IT_CAME)
    return not refusals


def rehearse(full: RuleSet, others: RuleSet, case: RuleCase) -> tuple[list[str], list[str]] | None:
    """The actions of the rule that make a difference to this order, and those that make none; None: not about it.

    Asked as if no rule had been asked before.
    """
    case = replace(case, marks=NONE)
    after = full.ask(case)
    asked = _own(after.did)
    if asked is None:
        return None
    before = others.ask(case)
    changed = [action for action in asked if _differs(action, before, after)]
    return changed, [action for action in asked if action not in changed]


def count_effects(changed: Sequence[str], counts: dict[str, int]) -> None:
    counts["matched"] = counts.get("matched", 0) + 1
    if "hold" in changed:
        counts["hold"] = counts.get("hold", 0) + 1
    elif "pass" in changed:
        counts["pass"] = counts.get("pass", 0) + 1
    if set(changed) - {"hold", "pass"}:
        counts["change"] = counts.get("change", 0) + 1


def count_of_now(case: RuleCase, counts: dict[str, Any]) -> None:
    """Of what its buyer had done before, only what is true now is known, and no review is to come that would see it."""
    if case.history.is_of_now and case.order_state not in AWAITING_REVIEW:
        counts["of_now"] = counts.get("of_now", 0) + 1


def _own(did: Did) -> list[str] | None:
    for version_id, _, came in did:
        if version_id == OWN:
            return list(dict.fromkeys(do for do, _ in came))
    return None


def _differs(action: str, before: Verdict, after: Verdict) -> bool:
    match action:
        case "pass":
            return bool(after.passed_by) and not before.passed_by
        case "hold":
            return bool(after.hold_notes) and not before.hold_notes
        case "flag":
            return (after.flag or (0,))[0] != (before.flag or (0,))[0]
        case "label":
            return set(after.labels) != set(before.labels)
        case "warehouse":
            return (after.warehouse or (0,))[0] != (before.warehouse or (0,))[0]
        case "carrier":
            return (after.carrier or ("",))[0] != (before.carrier or ("",))[0]
        case "gift":
            return set(after.gifts) != set(before.gifts)
    return True
