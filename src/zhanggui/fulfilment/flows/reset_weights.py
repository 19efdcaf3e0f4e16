"""Forget what the scale has learned of SKUs: the goods, or their box, are others now.

Afterwards weighings before now do not count, nor does what a person said; the catalogue's word holds until the scale
knows better.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.fulfilment.models import SkuWeight
from zhanggui.fulfilment.rules.learning import TENTH, Sums
from zhanggui.fulfilment.weighing.facts import SkuWeightReset
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found

ZERO = Decimal(0)


@transaction.atomic
def reset_weights(*, sku_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(SkuWeight.objects.all(), sku_ids).values_list("pk", "samples", "pieces", "sum_g", "sum_sq")
    known = {pk: Sums(*sums) for pk, *sums in rows}

    SkuWeight.objects.filter(pk__among=set(known)).update(
        samples=0, pieces=0, sum_g=ZERO, sum_sq=ZERO, taught_g=None, since=at, changed_at=at, changed_by=actor.name
    )
    announce(
        [SkuWeightReset(pk, sums.samples, (sums.mean or ZERO).quantize(TENTH)) for pk, sums in known.items()],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(known), refused=not_found("learned weight", sku_ids, known))
