"""Take back what was found last.

Afterwards the last finding of each inspection does not count any more. It stays on record as taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.quality.facts import FindingsUndone
from zhanggui.quality.inspecting import hand_of, locked_inspections
from zhanggui.quality.models import Finding, Inspection
from zhanggui.quality.rules.findings import NoFinding
from zhanggui.quality.rules.holding import check_in_hand


@transaction.atomic
def undo_findings(*, inspection_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inspections = locked_inspections(inspection_ids, actor=actor)
    rows = Finding.objects.filter(inspection_id__among=set(inspection_ids), undone_at__isnull=True)
    last = {one.inspection_id: one for one in rows.select_related("reason").order_by("pk")}

    def check(one: Inspection) -> None:
        check_in_hand(hand_of(one), by=actor.name, by_id=actor.user_id)
        if one.pk not in last:
            raise NoFinding(number=one.number)

    ready, refused = divide(inspections, check=check, key=lambda one: one.pk)
    refused |= not_found("inspection", inspection_ids, (one.pk for one in inspections))

    undone = [last[one.pk] for one in ready]
    Finding.objects.filter(pk__among={one.pk for one in undone}).update(undone_at=at)
    fewer = [(one.inspection_id, -one.pieces) for one in undone]
    update_rows(Inspection, ("id",), ("defective",), fewer, add=True)

    facts = [FindingsUndone(one.inspection_id, one.pieces, one.reason.code) for one in undone]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
