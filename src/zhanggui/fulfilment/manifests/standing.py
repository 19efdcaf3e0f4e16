"""What belongs on manifests as it stands: scanned or not, shipped or not. One statement for any number of them."""

from collections.abc import Iterable
from typing import NamedTuple

from zhanggui.fulfilment.rules.manifests import Standing
from zhanggui.kernel.bulk import fetch_rows

# Besides what was scanned: whatever stands weighed for this carrier, and what was shipped without a scan at the door
# since the manifest counts and was not explained on an earlier one.
_STANDING = """
SELECT m.id AS manifest_id, p.id, p.number, p.waybill, p.state, own.is_scanned,
       d.kind IS NOT NULL AND d.kind = CASE
           WHEN p.state = 'shipped' THEN 'unlisted' WHEN NOT own.is_scanned THEN 'not_scanned'
           WHEN p.state IN ('stopped', 'void') THEN p.state ELSE 'not_shipped' END AS is_explained,
       coalesce(d.reason, '')
FROM fulfilment_manifest m
CROSS JOIN LATERAL (
    SELECT e.parcel_id, true AS is_scanned FROM fulfilment_manifestparcel e WHERE e.manifest_id = m.id
    UNION ALL
    SELECT w.id, false FROM fulfilment_parcel w
    WHERE m.state = 'open' AND w.state = 'weighed' AND w.warehouse_id = m.warehouse_id AND w.carrier = m.carrier
      AND NOT EXISTS (SELECT FROM fulfilment_manifestparcel e WHERE e.parcel_id = w.id)
    UNION ALL
    SELECT s.id, false FROM fulfilment_parcel s
    WHERE m.state = 'open' AND s.state = 'shipped' AND s.shipped_at >= m.counts_from
      AND s.warehouse_id = m.warehouse_id AND s.carrier = m.carrier
      AND NOT EXISTS (SELECT FROM fulfilment_manifestparcel e WHERE e.parcel_id = s.id)
      AND NOT EXISTS (SELECT FROM fulfilment_manifestdifference x
                      WHERE x.parcel_id = s.id AND x.kind = 'unlisted' AND x.manifest_id <> m.id)
    UNION ALL
    SELECT k.parcel_id, false FROM fulfilment_manifestdifference k
    WHERE m.state <> 'open' AND k.manifest_id = m.id
      AND NOT EXISTS (SELECT FROM fulfilment_manifestparcel e WHERE e.parcel_id = k.parcel_id AND e.manifest_id = m.id)
) AS own
JOIN fulfilment_parcel p ON p.id = own.parcel_id
LEFT JOIN fulfilment_manifestdifference d ON d.manifest_id = m.id AND d.parcel_id = p.id
WHERE m.id = ANY(%s)
"""
_COUNTS = f"""
SELECT manifest_id, count(*), count(*) FILTER (WHERE is_scanned), count(*) FILTER (WHERE state = 'shipped'),
       count(*) FILTER (WHERE is_explained AND NOT (is_scanned AND state = 'shipped'))
FROM ({_STANDING}) AS standing GROUP BY manifest_id
"""


class Counts(NamedTuple):
    """As they are written down when a manifest closes; while it is open `explained` are those answered so far."""

    listed: int = 0
    scanned: int = 0
    shipped: int = 0
    explained: int = 0


def standing_of(manifest_ids: Iterable[int]) -> dict[int, list[Standing]]:
    """By manifest, each parcel that should go with it or was scanned onto it; of a closed one what it closed with."""
    ids = sorted(set(manifest_ids))
    found: dict[int, list[Standing]] = {pk: [] for pk in ids}
    for manifest_id, *parcel in fetch_rows(f"{_STANDING} ORDER BY m.id, p.id", [ids]):
        found[manifest_id].append(Standing(*parcel))
    return found


def counts_of(manifest_ids: Iterable[int]) -> dict[int, Counts]:
    """The counts of open manifests as they are now, in one statement however many they hold."""
    ids = sorted(set(manifest_ids))
    return {pk: Counts() for pk in ids} | {row[0]: Counts(*row[1:]) for row in fetch_rows(_COUNTS, [ids])}
