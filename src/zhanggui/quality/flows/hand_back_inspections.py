"""Hand inspections back that were begun.

Afterwards each waits again for anybody; what was found so far stays on record. Only who holds `reassign_inspections`
hands back what somebody else has in hand.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.facts import InspectionHandedBack
from zhanggui.quality.inspecting import hand_of, locked_inspections
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import InspectionNotBegun, check_in_hand
from zhanggui.quality.states import InspectionState

REASSIGN = "reassign_inspections"


@transaction.atomic
def hand_back_inspections(*, inspection_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)

    def check(one: Inspection) -> None:
        if not actor.may(REASSIGN):
            check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        elif one.state != InspectionState.INSPECTING:
            raise InspectionNotBegun(number=one.number)

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    ids = [one.pk for one in ready]
    nobody = {"inspector": "", "inspector_user_id": None, "begun_at": None}
    move_to(Inspection, ids, InspectionState.WAITING, **nobody)

    announce([InspectionHandedBack(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
