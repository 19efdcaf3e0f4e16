"""Pass goods that were marked for the inspector.

Afterwards the marks are cleared and the verifying tables let these goods through. A mark passed before stays as it was.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.facts import InspectionPassed
from zhanggui.inventory.models import InspectionMark
from zhanggui.inventory.states import MarkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def pass_inspections(*, mark_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    marks = [mark for mark in locked(InspectionMark.objects.all(), mark_ids) if actor.sees_warehouse(mark.warehouse_id)]
    pending = [mark for mark in marks if mark.state == MarkState.PENDING]

    passed = [mark.pk for mark in pending]
    move_to(InspectionMark, passed, MarkState.PASSED, passed_by=actor.name, passed_at=at, note=note)

    facts = [InspectionPassed(mark.sku_id, mark.warehouse_id, mark.lot, note) for mark in pending]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[mark.pk for mark in marks], refused=not_found("mark", mark_ids, (mark.pk for mark in marks)))
