"""Say by hand what one piece of each SKU weighs.

Afterwards that counts at the scale until it has weighed the SKU often enough itself. What it had learned before is
forgotten: who weighs by hand knows better.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models import SkuWeight
from zhanggui.fulfilment.rules.learning import TENTH, check_taught
from zhanggui.fulfilment.weighing.facts import SkuWeightTaught
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found

_ROW = ("sku_id", "samples", "pieces", "sum_g", "sum_sq", "taught_g", "since", "changed_at", "changed_by")
_INSTEAD = "(sku_id) DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _ROW[1:])


@transaction.atomic
def teach_weights(*, sku_ids: Sequence[int], grams: Decimal, actor: Actor, at: datetime) -> Outcome[int]:
    check_taught(grams)
    taught = grams.quantize(TENTH)
    known = sorted(Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", flat=True))

    insert_rows(SkuWeight, _ROW, [(pk, 0, 0, 0, 0, taught, at, at, actor.name) for pk in known], on_conflict=_INSTEAD)
    announce([SkuWeightTaught(pk, taught) for pk in known], actor=actor, at=at)
    return Outcome(done=known, refused=not_found("SKU", sku_ids, known))
