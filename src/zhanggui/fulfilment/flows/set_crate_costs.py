"""Write down what crates cost.

Afterwards it is on the account of each parcel, for the order it was made for.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.fulfilment.models import Crate
from zhanggui.fulfilment.outside.facts import CrateCostSet
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class CostNegative(Refusal):
    """A crate cannot cost less than nothing."""


@transaction.atomic
def set_crate_costs(*, parcel_ids: Sequence[int], cost: Decimal, actor: Actor, at: datetime) -> Outcome[int]:
    if cost < 0:
        raise CostNegative
    crates = Crate.objects.visible_to(actor).filter(pk__among=set(parcel_ids))
    ids = list(crates.order_by("pk").values_list("pk", flat=True))
    Crate.objects.filter(pk__among=set(ids)).update(cost=cost)
    announce([CrateCostSet(pk, cost) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=not_found("crate", parcel_ids, ids))
