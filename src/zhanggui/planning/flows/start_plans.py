"""Start plans: what each warehouse should buy is worked out in the background.

Afterwards each warehouse has a plan that is being worked out by the numbers of now; its page tells how far it is.
Suggestions of earlier plans stay until the new plan comes to their SKU.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Warehouse
from zhanggui.planning.facts import PlanAsked
from zhanggui.planning.models import Plan
from zhanggui.planning.queries import numbers_now
from zhanggui.planning.states import PlanState

SERIES, LETTER = "plan", "J"
_COLUMNS = (
    "number", "warehouse_id", "planned_on", "numbers", "asked_by", "asked_at", "state", "total", "looked", "last_id",
    "company", "suggested", "worse",
)  # fmt: skip
_BEGIN = (PlanState.RUNNING.value, 0, 0, 0, "{}", 0, 0)


class PlanRunning(Refusal):
    """A plan for {warehouse} is still being worked out: wait until it is done."""


@transaction.atomic
def start_plans(*, warehouse_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by warehouse."""
    asked = list(dict.fromkeys(warehouse_ids))
    seen = dict(Warehouse.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", "name"))
    refused: dict[int, Refusal] = {**not_found("Warehouse", asked, seen)}
    numbers = json.dumps(numbers_now().as_json())

    drawn = draw_numbers(SERIES, LETTER, len(seen), at=at)
    rows = [
        (number, pk, company_day(at), numbers, actor.name[:80], at, *_BEGIN)
        for number, pk in zip(drawn, seen, strict=True)
    ]
    # Whoever asks at the same moment loses here, not in an error.
    started = insert_rows(Plan, _COLUMNS, rows, returning=("id", "number", "warehouse_id"), on_conflict="DO NOTHING")
    done = [warehouse_id for _, _, warehouse_id in started]
    refused |= {pk: PlanRunning(warehouse=name) for pk, name in seen.items() if pk not in done}

    announce([PlanAsked(pk, number) for pk, number, _ in started], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
