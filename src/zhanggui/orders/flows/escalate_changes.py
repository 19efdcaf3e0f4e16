"""Sound the alarm for buyers' requests whose time to be answered runs out.

Afterwards each open request carries the last mark it has passed: 50, 80 or 100 percent of its platform's window. Each
mark is told once.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.changes.facts import ChangeOverdue
from zhanggui.orders.changes.states import AnswerState
from zhanggui.orders.models import ChangeRequest
from zhanggui.orders.rules.windows import level_of


@transaction.atomic
def escalate_changes(*, actor: Actor, at: datetime) -> Outcome[int]:
    passed = Q(half_at__lte=at, level__lt=50) | Q(late_at__lte=at, level__lt=80) | Q(due_at__lte=at, level__lt=100)
    rows = ChangeRequest.objects.filter(passed, state=AnswerState.OPEN).order_by("pk")
    requests = list(rows.select_for_update(no_key=True))

    levels = {
        request.pk: level_of(half_at=request.half_at, late_at=request.late_at, due_at=request.due_at, at=at)
        for request in requests
    }
    update_rows(ChangeRequest, ("id",), ("level",), sorted(levels.items()))

    announce(
        [ChangeOverdue(request.order_id, request.kind, levels[request.pk]) for request in requests], actor=actor, at=at
    )
    return Outcome(done=list(levels))
