"""Set how suppliers are weighed, and how many days before a document runs out the company is warned.

Afterwards every score made from now on is weighed like this.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.parties.facts import BuyingNumbersSet
from zhanggui.parties.models import BuyingNumbers
from zhanggui.parties.rules.scoring import check_weights


@transaction.atomic
def set_buying_numbers(
    *,
    late_days: int,
    defect_share: int,
    price_change: int,
    answer_hours: int,
    warn_days: int,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    weights = {
        "late_days": late_days,
        "defect_share": defect_share,
        "price_change": price_change,
        "answer_hours": answer_hours,
    }
    check_weights(weights)
    numbers = {**weights, "warn_days": warn_days}

    BuyingNumbers.objects.update_or_create(pk=1, defaults={**numbers, "set_by": actor.name[:80], "set_at": at})

    said = ", ".join(f"{name} {number}" for name, number in numbers.items())
    announce([BuyingNumbersSet(1, said)], actor=actor, at=at)
    return Outcome(done=[1])
