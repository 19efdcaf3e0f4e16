"""Ask the lead to accept lots that should not pass 特采.

Afterwards each waits for the lead's decision, with the reason; the goods stay where they are.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_together
from zhanggui.quality.facts import SpecialAcceptanceAsked
from zhanggui.quality.inspecting import hand_of, locked_inspections, lot_of
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import check_in_hand
from zhanggui.quality.rules.judging import split_failed
from zhanggui.quality.states import InspectionState


class AcceptanceNeedsReason(Refusal):
    """Say why these goods should be accepted."""


@transaction.atomic
def ask_special_acceptance(*, inspection_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)

    def check(one: Inspection) -> None:
        if not reason.strip():
            raise AcceptanceNeedsReason
        check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        split_failed(lot_of(one))

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    rows = [(one.pk, max(one.sample, one.defective)) for one in ready]
    move_together(Inspection, InspectionState.ASKED, ("checked",), rows, asked_because=reason.strip()[:300])

    ids = [one.pk for one in ready]
    announce([SpecialAcceptanceAsked(pk, reason.strip()) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
