"""Sales by day from moves: what went to customers, and what came back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from zhanggui.kernel.clock import company_zone

SOLD = """
SELECT place.warehouse_id, move.sku_id, (move.at AT TIME ZONE %(zone)s)::date AS day,
       sum(move.quantity) FILTER (WHERE outside.id = move.target_id) AS sold,
       sum(move.quantity) FILTER (WHERE outside.id = move.origin_id) AS returned
FROM inventory_move AS move
JOIN inventory_location AS outside ON outside.kind = 'customer' AND outside.id IN (move.target_id, move.origin_id)
JOIN inventory_location AS place
    ON place.id = CASE WHEN outside.id = move.target_id THEN move.origin_id ELSE move.target_id END
WHERE place.warehouse_id IS NOT NULL AND move.at >= %(start)s AND move.at < %(end)s
GROUP BY place.warehouse_id, move.sku_id, day
"""
"""Sums of the moves of whole days of the company."""

WRITE = f"""
WITH sums AS ({SOLD}), gone AS (
    UPDATE planning_salesday AS kept SET sold = 0, returned = 0
    WHERE kept.day >= %(first)s AND kept.day <= %(last)s AND (kept.sold, kept.returned) <> (0, 0)
      AND NOT EXISTS (SELECT FROM sums WHERE (sums.warehouse_id, sums.sku_id, sums.day)
                                           = (kept.warehouse_id, kept.sku_id, kept.day))
)
INSERT INTO planning_salesday (warehouse_id, sku_id, day, sold, returned)
SELECT warehouse_id, sku_id, day, coalesce(sold, 0), coalesce(returned, 0) FROM sums
ON CONFLICT (warehouse_id, sku_id, day) DO UPDATE SET sold = excluded.sold, returned = excluded.returned
WHERE (planning_salesday.sold, planning_salesday.returned) IS DISTINCT FROM (excluded.sold, excluded.returned)
"""


def span(first: date, last: date) -> dict[str, Any]:
    """The parameters of both statements for these days, the last included."""
    zone = company_zone()
    return {
        "zone": zone.key,
        "first": first,
        "last": last,
        "start": datetime.combine(first, time(), zone),
        "end": datetime.combine(last + timedelta(days=1), time(), zone),
    }
