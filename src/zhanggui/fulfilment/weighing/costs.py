"""What packing costs: boxes and crates, of parcels and of the orders in them."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from django.db.models import Sum

from zhanggui.fulfilment.models import Crate, PackUse, ParcelLine
from zhanggui.kernel.money import share

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


def order_packing_costs(order_ids: Iterable[int]) -> dict[int, Decimal]:
    """The packing of every parcel an order travels in, shared among its orders by pieces, exact to the cent.

    Three statements. What was used for a parcel that was stopped afterwards was used all the same.
    """
    wanted = set(order_ids)
    own = ParcelLine.objects.filter(order_line__order_id__among=wanted).values("parcel_id")
    lines = ParcelLine.objects.filter(parcel_id__in=own).values_list("parcel_id", "order_line__order_id")
    pieces = sorted(lines.annotate(pieces=Sum("quantity")).order_by())
    costs = packing_costs({parcel_id for parcel_id, _, _ in pieces})
    found = dict.fromkeys(wanted, ZERO)
    for parcel_id, group in groupby(pieces, key=itemgetter(0)):
        held = list(group)
        parts = share(costs[parcel_id].quantize(Decimal("0.01")), [Decimal(count) for *_, count in held])
        for (_, order_id, _), part in zip(held, parts, strict=True):
            if order_id in found:
                found[order_id] += part
    return found
