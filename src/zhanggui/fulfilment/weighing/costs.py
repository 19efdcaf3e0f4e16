"""What packing costs: boxes and crates."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from zhanggui.fulfilment.models import Crate, PackUse

ZERO = Decimal(0)


def packing_costs(parcel_ids: Iterable[int]) -> dict[int, Decimal]:
    """Boxes at what they cost when they were used, and the crate. Two statements."""
    ids = set(parcel_ids)
    boxes = PackUse.objects.filter(parcel_id__among=ids).values_list("parcel_id").annotate(cost=Sum("unit_cost"))
    crates = Crate.objects.filter(pk__among=ids, cost__isnull=False).values_list("pk", "cost")
    found = dict.fromkeys(ids, ZERO)
    for parcel_id, cost in [*boxes.order_by(), *crates]:
        found[parcel_id] += cost
    return found
