"""Withdraw inspections of goods that were never received, or have left.

Afterwards nothing waits for the inspector on their account. What is decided stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.facts import InspectionWithdrawn
from zhanggui.quality.inspecting import locked_inspections
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import InspectionOver
from zhanggui.quality.states import InspectionState

_OPEN = (InspectionState.WAITING, InspectionState.INSPECTING)


@transaction.atomic
def withdraw_inspections(*, inspection_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)

    def check(one: Inspection) -> None:
        if one.state not in _OPEN:
            raise InspectionOver(number=one.number)

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    ids = [one.pk for one in ready]
    move_to(Inspection, ids, InspectionState.VOID)

    announce([InspectionWithdrawn(pk) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
