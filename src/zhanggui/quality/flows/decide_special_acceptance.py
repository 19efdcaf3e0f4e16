"""Decide on lots whose special acceptance was asked for 特采.

Afterwards an accepted lot is free to be put away but for the pieces found defective; one that is not accepted has
failed. Who inspected a lot does not decide on it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.quality.deciding import Decision, carry_out, check_zones, zones_of
from zhanggui.quality.inspecting import hand_of, locked_inspections, lot_of
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import is_hand_of
from zhanggui.quality.rules.judging import split_accepted, split_failed
from zhanggui.quality.states import InspectionState


class AcceptanceNotAsked(Refusal):
    """Nobody asked for the special acceptance of {number}."""


class InspectorDecides(Refusal):
    """You inspected {number}: somebody else decides on its special acceptance."""


@transaction.atomic
def decide_special_acceptance(
    *, inspection_ids: Sequence[int], is_accepted: bool, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)
    zones = zones_of(inspections)
    state = InspectionState.ACCEPTED if is_accepted else InspectionState.FAILED
    decisions: list[Decision] = []

    def check(one: Inspection) -> None:
        if one.state != InspectionState.ASKED:
            raise AcceptanceNotAsked(number=one.number)
        if is_hand_of(hand_of(one), by=actor.name, by_id=actor.user_id):
            raise InspectorDecides(number=one.number)
        lot = lot_of(one)
        split = split_accepted(lot) if is_accepted else split_failed(lot, checked=lot.checked)
        check_zones(one, split, zones)
        decisions.append(Decision(one, state.value, split, note[:300]))

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    carry_out(decisions, zones, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
