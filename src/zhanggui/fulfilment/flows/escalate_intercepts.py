"""Sound the alarm for carriers whose time to answer whether they bring a parcel back runs out.

Afterwards each case without an answer carries the last mark it has passed: 50, 80 or 100 percent of its time; from the
last on it waits for somebody who calls the carrier. Each mark is told once.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Intercept
from zhanggui.fulfilment.recalls.facts import InterceptOverdue
from zhanggui.fulfilment.rules.intercepts import level_of_case
from zhanggui.fulfilment.states import UNANSWERED
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def escalate_intercepts(*, actor: Actor, at: datetime) -> Outcome[int]:
    waiting = Intercept.objects.filter(state__in=UNANSWERED, closed_at__isnull=True, level__lt=100).order_by("pk")
    cases: list[Any] = list(
        waiting.select_for_update(no_key=True, of=("self",)).values_list(
            "pk", "parcel_id", "parcel__waybill", "opened_at", "due_at", "level", named=True
        )
    )

    levels = {case.pk: level_of_case(opened_at=case.opened_at, due_at=case.due_at, at=at) for case in cases}
    passed = [case for case in cases if levels[case.pk] > case.level]

    update_rows(Intercept, ("id",), ("level",), [(case.pk, levels[case.pk]) for case in passed])

    told = [InterceptOverdue(case.parcel_id, case.parcel__waybill, levels[case.pk]) for case in passed]
    announce(told, actor=actor, at=at)
    return Outcome(done=[case.pk for case in passed])
