"""Set from which difference on bins are counted twice, and how often bins are counted.

Afterwards every count that comes in is measured by these limits.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.counting.facts import CountNumbersSet
from zhanggui.counting.models import CountNumbers
from zhanggui.counting.rules.numbers import Limits, check_limits
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def set_count_numbers(
    *,
    pieces: int,
    value: Decimal,
    percent: Decimal,
    days_a: int,
    days_b: int,
    days_c: int,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    limits = Limits(pieces, value, percent, days_a, days_b, days_c)
    check_limits(limits)

    CountNumbers.objects.update_or_create(pk=1, defaults={**limits._asdict(), "set_by": actor.name[:80], "set_at": at})

    said = ", ".join(f"{name} {number}" for name, number in limits._asdict().items())
    announce([CountNumbersSet(1, said)], actor=actor, at=at)
    return Outcome(done=[1])
