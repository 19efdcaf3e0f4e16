"""What was done in a span of time, read from scans and facts: by hour, warehouse, post, person and table."""

from datetime import datetime, timedelta
from typing import Any

PAUSE = timedelta(minutes=5)
"""Longer than this between two deeds of a person is a break, and counts for neither."""

# `busy_s` of a deed is the time since the one before it at the same post, also one of the hour before.
DEEDS = """
WITH deed AS (
    SELECT s.at, s.id, p.warehouse_id, 'verify' AS post, s.actor_id, s.actor, s.station,
           (s.result NOT IN ('piece_ok', 'parcel_done'))::int AS is_error, (s.result = 'parcel_done')::int AS is_done,
           greatest(s.verified_after - s.verified_before, 0) * (s.result IN ('piece_ok', 'parcel_done'))::int AS pieces
    FROM fulfilment_scan s JOIN fulfilment_parcel p ON p.id = s.parcel_id
    WHERE s.at >= %(before)s AND s.at < %(end)s
    UNION ALL
    SELECT s.at, s.id, w.warehouse_id, 'sort', s.actor_id, s.actor, s.station,
           (s.result NOT IN ('piece_sorted', 'cell_complete', 'to_basket'))::int, (s.result = 'cell_complete')::int,
           CASE WHEN s.result IN ('piece_sorted', 'cell_complete') THEN s.pieces ELSE 0 END
    FROM fulfilment_sort s JOIN fulfilment_wave w ON w.id = s.wave_id
    WHERE s.at >= %(before)s AND s.at < %(end)s
    UNION ALL
    SELECT f.at, f.id, p.warehouse_id,
           CASE f.name WHEN 'fulfilment.parcel.printed' THEN 'print' WHEN 'fulfilment.parcel.picked' THEN 'pick'
                       WHEN 'fulfilment.parcel.weighed' THEN 'weigh' ELSE 'ship' END,
           f.actor_id, f.actor, f.station, 0, 1, p.units
    FROM kernel_fact f JOIN fulfilment_parcel p ON p.id = f.subject_id
    WHERE f.at >= %(before)s AND f.at < %(end)s AND f.subject = 'parcel'
      AND f.name IN ('fulfilment.parcel.printed', 'fulfilment.parcel.picked', 'fulfilment.parcel.weighed',
                     'fulfilment.parcel.shipped')
), paced AS (
    SELECT deed.*, extract(epoch FROM at - lag(at) OVER (PARTITION BY post, actor_id, actor ORDER BY at, id)) AS gap_s
    FROM deed
)
SELECT date_trunc('hour', at), warehouse_id, post, actor_id, actor, station, count(*), sum(is_error),
       sum(is_done), sum(pieces), round(coalesce(sum(gap_s) FILTER (WHERE gap_s <= %(pause)s), 0))
FROM paced WHERE at >= %(start)s
GROUP BY 1, 2, 3, 4, 5, 6
"""


def asked(start: datetime, end: datetime) -> dict[str, Any]:
    """What DEEDS asks to count everything from `start` on and before `end`."""
    return {"start": start, "end": end, "before": start - PAUSE, "pause": PAUSE.total_seconds()}
