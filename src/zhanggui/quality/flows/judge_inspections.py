"""Decide on lots that were inspected.

Afterwards the good pieces lie where they are free to be put away, the defective ones in the defective zone with their
reasons, in one transaction. A lot passes with at most the defective pieces its plan allows, fails as a whole, or passes
with sorting after every piece was looked at.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.quality.deciding import Decision, carry_out, check_zones, zones_of
from zhanggui.quality.inspecting import hand_of, locked_inspections, lot_of
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import check_in_hand
from zhanggui.quality.rules.judging import Split, split_failed, split_passed, split_sorted
from zhanggui.quality.states import InspectionState


class Verdict(NamedTuple):
    """`result` is passed, failed or sorted. `checked`: pieces looked at; without it, the sample."""

    inspection_id: int
    result: str
    checked: int | None = None
    note: str = ""


class ResultUnknown(Refusal):
    """“{result}” is no result of an inspection."""


@transaction.atomic
def judge_inspections(*, verdicts: Sequence[Verdict], actor: Actor, at: datetime) -> Outcome[int]:
    given = {verdict.inspection_id: verdict for verdict in verdicts}
    inspections = locked_inspections(given, actor=actor)
    zones = zones_of(inspections)
    decisions: list[Decision] = []

    def check(one: Inspection) -> None:
        check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        verdict = given[one.pk]
        split = _split(one, verdict)
        check_zones(one, split, zones)
        decisions.append(Decision(one, verdict.result, split, verdict.note[:300]))

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", given, (one.pk for one in inspections))

    carry_out(decisions, zones, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _split(inspection: Inspection, verdict: Verdict) -> Split:
    lot = lot_of(inspection)
    match verdict.result:
        case InspectionState.PASSED:
            return split_passed(lot, checked=verdict.checked)
        case InspectionState.FAILED:
            return split_failed(lot, checked=verdict.checked)
        case InspectionState.SORTED:
            return split_sorted(lot)
    raise ResultUnknown(result=verdict.result)
