"""Set the numbers that the checks of the review compare with.

Afterwards every review compares with these.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import ReviewThresholds
from zhanggui.orders.rules.thresholds import Thresholds, check_thresholds
from zhanggui.orders.ruling.facts import ReviewThresholdsSet


@transaction.atomic
def set_review_thresholds(
    *,
    duplicate_hours: int,
    floor_percent: int,
    circle_limit: int,
    circle_minutes: int,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    numbers = {
        "duplicate_hours": duplicate_hours,
        "floor_percent": floor_percent,
        "circle_limit": circle_limit,
        "circle_minutes": circle_minutes,
    }
    check_thresholds(Thresholds(**numbers))

    ReviewThresholds.objects.update_or_create(pk=1, defaults={**numbers, "set_by": actor.name, "set_at": at})

    said = ", ".join(f"{name} {number}" for name, number in numbers.items())
    announce([ReviewThresholdsSet(1, said)], actor=actor, at=at)
    return Outcome(done=[1])
