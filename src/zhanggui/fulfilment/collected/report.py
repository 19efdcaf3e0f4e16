"""Parcel counts 发货包裹数: by day and carrier, what left against what the carrier says it collected."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone

MOST_DAYS = 62
MOST_NAMED = 2_000

_COUNTS = """
SELECT s.day, s.warehouse_id, s.carrier, sum(s.shipped), sum(s.manifested), sum(s.collected), max(s.said), max(s.note)
FROM (
    SELECT (p.shipped_at AT TIME ZONE %(zone)s)::date AS day, p.warehouse_id, p.carrier, count(*) AS shipped,
           0 AS manifested, 0 AS collected, NULL::int AS said, '' AS note
    FROM fulfilment_parcel p
    WHERE p.state = 'shipped' AND p.shipped_at >= %(start)s AND p.shipped_at < %(end)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT (e.scanned_at AT TIME ZONE %(zone)s)::date, m.warehouse_id, m.carrier, 0, count(*), 0, NULL, ''
    FROM fulfilment_manifestparcel e JOIN fulfilment_manifest m ON m.id = e.manifest_id
    WHERE e.scanned_at >= %(start)s AND e.scanned_at < %(end)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT (c.collected_at AT TIME ZONE %(zone)s)::date, c.warehouse_id, c.carrier, 0, 0, count(*), NULL, ''
    FROM fulfilment_collected c
    WHERE c.collected_at >= %(start)s AND c.collected_at < %(end)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT n.day, n.warehouse_id, n.carrier, 0, 0, 0, n.parcels, n.note
    FROM fulfilment_collectedcount n WHERE n.day >= %(first)s AND n.day <= %(last)s
) s
WHERE %(warehouses)s::bigint[] IS NULL OR s.warehouse_id = ANY (%(warehouses)s::bigint[])
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
"""
# By waybill, whatever the day: collected in the small hours after it left is no difference.
_NOT_COLLECTED = """
SELECT p.id, p.waybill, p.number, p.shipped_at, p.shipped_by, m.number
FROM fulfilment_parcel p
LEFT JOIN fulfilment_manifestparcel e ON e.parcel_id = p.id LEFT JOIN fulfilment_manifest m ON m.id = e.manifest_id
WHERE p.state = 'shipped' AND p.shipped_at >= %(start)s AND p.shipped_at < %(end)s
  AND p.warehouse_id = ANY (%(warehouses)s) AND (%(carrier)s = '' OR p.carrier = %(carrier)s)
  AND NOT EXISTS (SELECT FROM fulfilment_collected c WHERE c.waybill = p.waybill)
ORDER BY p.shipped_at, p.id LIMIT %(most)s
"""
_NOT_SHIPPED = """
SELECT p.id, c.waybill, coalesce(p.number, ''), c.collected_at, coalesce(p.state, ''), c.source
FROM fulfilment_collected c LEFT JOIN fulfilment_parcel p ON p.waybill = c.waybill AND c.waybill <> ''
WHERE c.collected_at >= %(start)s AND c.collected_at < %(end)s
  AND c.warehouse_id = ANY (%(warehouses)s) AND (%(carrier)s = '' OR c.carrier = %(carrier)s)
  AND p.state IS DISTINCT FROM 'shipped'
ORDER BY c.collected_at, c.id LIMIT %(most)s
"""


class CountRow(NamedTuple):
    """One carrier on one day. `collected` are waybills it named, `said` the number it gave instead."""

    day: date
    warehouse_id: int | None
    carrier: str
    shipped: int
    manifested: int
    collected: int
    said: int | None
    note: str

    @property
    def carriers_count(self) -> int | None:
        """What the carrier says, named or in one number; None: it has said nothing yet."""
        return self.said if self.said is not None else self.collected or None

    @property
    def difference(self) -> int | None:
        """How many more left than it collected; None while it has said nothing."""
        return None if self.carriers_count is None else self.shipped - self.carriers_count


def parcel_counts(first: date, last: date, *, actor: Actor) -> list[CountRow]:
    """The newest day first. One statement over the days asked for."""
    warehouses = None if actor.warehouse_ids is None else sorted(actor.warehouse_ids)
    asked = {**_span(first, last), "first": first, "last": last, "warehouses": warehouses}
    return [CountRow(*row) for row in fetch_rows(_COUNTS, {**asked, "zone": str(company_zone())})]


class Named(NamedTuple):
    """A parcel in which we and the carrier differ."""

    parcel_id: int | None
    waybill: str
    number: str
    at: datetime
    word: str
    more: str


def not_collected(day: date, warehouse_ids: Collection[int], carrier: str = "") -> list[Named]:
    """What left these warehouses on that day and the carrier, or any, has not named."""
    rows = fetch_rows(_NOT_COLLECTED, _of(day, warehouse_ids, carrier))
    return [Named._make([*row[:5], row[5] or ""]) for row in rows]


def not_shipped(day: date, warehouse_ids: Collection[int], carrier: str = "") -> list[Named]:
    """What the carrier, or any, named on that day and has not left us as shipped."""
    return [Named(*row) for row in fetch_rows(_NOT_SHIPPED, _of(day, warehouse_ids, carrier))]


def _of(day: date, warehouse_ids: Collection[int], carrier: str) -> dict[str, object]:
    return {**_span(day, day), "warehouses": sorted(warehouse_ids), "carrier": carrier, "most": MOST_NAMED}


def _span(first: date, last: date) -> dict[str, object]:
    zone = company_zone()
    return {
        "start": datetime.combine(first, time(), tzinfo=zone),
        "end": datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    }
