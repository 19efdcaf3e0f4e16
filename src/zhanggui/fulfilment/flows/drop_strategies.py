"""Drop wave strategies.

Afterwards nobody runs them any more; the waves they made stay.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import WaveStrategy
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def drop_strategies(*, strategy_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = set(locked(WaveStrategy.objects.visible_to(actor), strategy_ids).values_list("pk", flat=True))
    WaveStrategy.objects.filter(pk__among=found).delete()
    return Outcome(
        done=[pk for pk in dict.fromkeys(strategy_ids) if pk in found],
        refused=not_found("wave strategy", strategy_ids, found),
    )
