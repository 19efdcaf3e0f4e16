"""Costs of sending by day, shop and warehouse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone

ZERO = Decimal(0)

_COSTS = """
SELECT (s.at AT TIME ZONE %(zone)s)::date, s.shop_id, s.warehouse_id,
       sum(s.parcels)::int, sum(s.boxes), sum(s.crates), sum(s.freight), sum(s.unpriced)::int
FROM (
    SELECT left_at AS at, shop_id, warehouse_id, 1 AS parcels, 0 AS boxes, 0 AS crates,
           coalesce(freight, 0) AS freight, (freight IS NULL)::int AS unpriced
    FROM fulfilment_sending WHERE left_at >= %(start)s AND left_at < %(end)s
    UNION ALL
    SELECT u.at, p.shop_id, p.warehouse_id, 0, u.unit_cost, 0, 0, 0
    FROM fulfilment_packuse u JOIN fulfilment_parcel p ON p.id = u.parcel_id
    WHERE u.at >= %(start)s AND u.at < %(end)s
    UNION ALL
    SELECT coalesce(c.back_at, c.marked_at), p.shop_id, p.warehouse_id, 0, 0, c.cost, 0, 0
    FROM fulfilment_crate c JOIN fulfilment_parcel p ON p.id = c.parcel_id
    WHERE c.cost IS NOT NULL AND coalesce(c.back_at, c.marked_at) >= %(start)s
      AND coalesce(c.back_at, c.marked_at) < %(end)s
) s
WHERE (%(shops)s::bigint[] IS NULL OR s.shop_id = ANY (%(shops)s::bigint[]))
  AND (%(warehouses)s::bigint[] IS NULL OR s.warehouse_id = ANY (%(warehouses)s::bigint[]))
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
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
    actor's shops and warehouses, the latest day first. One statement."""
    zone = company_zone()
    asked = {
        "zone": str(zone),
        "start": datetime.combine(first, time(), tzinfo=zone),
        "end": datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
        "shops": None if actor.shop_ids is None else sorted(actor.shop_ids),
        "warehouses": None if actor.warehouse_ids is None else sorted(actor.warehouse_ids),
    }
    return {Where(*row[:3]): Costs(*row[3:]) for row in fetch_rows(_COSTS, asked)}


def sum_of(lines: Iterable[Costs]) -> Costs:
    """All together."""
    total = Costs()
    for costs in lines:
        total.add(costs)
    return total
