"""Costs of sending by day, shop and warehouse."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import TruncDate

from zhanggui.fulfilment.costing.freight import freight_of
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone

ZERO = Decimal(0)

_PACKING = """
SELECT (s.at AT TIME ZONE %(zone)s)::date, p.shop_id, p.warehouse_id, sum(s.boxes), sum(s.crates)
FROM (
    SELECT parcel_id, at, unit_cost AS boxes, 0 AS crates FROM fulfilment_packuse
    WHERE at >= %(start)s AND at < %(end)s
    UNION ALL
    SELECT parcel_id, coalesce(back_at, marked_at), 0, cost FROM fulfilment_crate
    WHERE cost IS NOT NULL AND coalesce(back_at, marked_at) >= %(start)s AND coalesce(back_at, marked_at) < %(end)s
) s JOIN fulfilment_parcel p ON p.id = s.parcel_id
GROUP BY 1, 2, 3
"""


class Where(NamedTuple):
    """A line of the figures."""

    day: date
    shop_id: int
    warehouse_id: int


@dataclass(slots=True)
class Costs:
    """Parcels that left and their freight, boxes and crates used; `unpriced` parcels are on no price list."""

    parcels: int = 0
    boxes: Decimal = ZERO
    crates: Decimal = ZERO
    freight: Decimal = ZERO
    unpriced: int = 0

    @property
    def total(self) -> Decimal:
        return self.boxes + self.crates + self.freight

    @property
    def each(self) -> Decimal | None:
        """For one parcel that left."""
        return self.total / self.parcels if self.parcels else None

    def add(self, other: "Costs") -> None:
        self.parcels += other.parcels
        self.boxes += other.boxes
        self.crates += other.crates
        self.freight += other.freight
        self.unpriced += other.unpriced


def costs_of_sending(first: date, last: date, *, actor: Actor) -> dict[Where, Costs]:
    """Freight on the day a parcel left, a box on the day it was taken, a crate on the day it came back; of this
    actor's shops and warehouses, the latest day first. Five statements."""
    zone = company_zone()
    start = datetime.combine(first, time(), tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    found: dict[Where, Costs] = defaultdict(Costs)
    for *where, boxes, crates in fetch_rows(_PACKING, {"zone": str(zone), "start": start, "end": end}):
        found[Where(*where)].add(Costs(boxes=boxes, crates=crates))
    left = Q(state=ParcelState.SHIPPED, shipped_at__gte=start, shipped_at__lt=end)
    fees = freight_of(left)
    parcels = Parcel.objects.filter(left).annotate(day=TruncDate("shipped_at", tzinfo=zone))
    for pk, day, shop_id, warehouse_id in parcels.values_list("pk", "day", "shop_id", "warehouse_id"):
        found[Where(day, shop_id, warehouse_id)].add(Costs(1, freight=fees.get(pk, ZERO), unpriced=pk not in fees))
    seen = {where: costs for where, costs in found.items() if _sees(actor, where)}
    return dict(sorted(seen.items(), key=lambda one: (-one[0].day.toordinal(), *one[0][1:])))


def _sees(actor: Actor, where: Where) -> bool:
    return actor.sees_shop(where.shop_id) and actor.sees_warehouse(where.warehouse_id)


def sum_of(rows: dict[Where, Costs]) -> Costs:
    """All lines together."""
    total = Costs()
    for costs in rows.values():
        total.add(costs)
    return total
