"""Take inspections in hand.

Afterwards each is being inspected by the actor, and by nobody else. One the actor has in hand is done without another
effect.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.facts import InspectionBegun
from zhanggui.quality.inspecting import hand_of, locked_inspections
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import check_may_begin
from zhanggui.quality.states import InspectionState


@transaction.atomic
def begin_inspections(*, inspection_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)

    ready, refused = divide(
        inspections,
        check=lambda one: check_may_begin(hand_of(one), by=actor.name, by_id=actor.user_id),
        key=lambda one: one.pk,
    )
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    begun = [one.pk for one in ready if one.state == InspectionState.WAITING]
    who = {"inspector": actor.name[:80], "inspector_user_id": actor.user_id, "begun_at": at}
    move_to(Inspection, begun, InspectionState.INSPECTING, **who)

    announce([InspectionBegun(pk) for pk in begun], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
