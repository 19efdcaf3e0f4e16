"""Say how far off a parcel may weigh.

Afterwards the scale lets through what is within so many spreads, or so many grams, of what it learned, once it has
weighed the goods so often.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.fulfilment.models import WeighRule
from zhanggui.fulfilment.rules.learning import WeighNumbers, check_numbers
from zhanggui.fulfilment.weighing.facts import WeighNumbersSet
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome

ONE = 1


@transaction.atomic
def set_weigh_numbers(*, min_samples: int, sigmas: Decimal, floor_g: int, actor: Actor, at: datetime) -> Outcome[int]:
    numbers = WeighNumbers(min_samples, sigmas, floor_g)
    check_numbers(numbers)
    WeighRule.objects.update_or_create(pk=ONE, defaults=numbers._asdict())
    announce([WeighNumbersSet(ONE, *numbers)], actor=actor, at=at)
    return Outcome(done=[ONE])
