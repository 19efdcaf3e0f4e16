"""Set how the company plans: days between two plans, days to deliver where nobody said, service levels by class.

Afterwards every plan asked for from now on is worked out by these numbers; those before keep theirs.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.planning.facts import PlanningNumbersSet
from zhanggui.planning.models import PlanningNumbers
from zhanggui.planning.rules.numbers import Numbers, check_numbers


@transaction.atomic
def set_planning_numbers(
    *,
    review_days: int,
    lead_days: int,
    service_a: Decimal,
    service_b: Decimal,
    service_c: Decimal,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    numbers = Numbers(review_days, lead_days, service_a, service_b, service_c)
    check_numbers(numbers)
    stored = numbers.as_json()

    PlanningNumbers.objects.update_or_create(pk=1, defaults={**stored, "set_by": actor.name[:80], "set_at": at})

    said = ", ".join(f"{name} {number}" for name, number in stored.items())
    announce([PlanningNumbersSet(1, said)], actor=actor, at=at)
    return Outcome(done=[1])
