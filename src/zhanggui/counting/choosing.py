"""Which bins a count takes: all, those of a zone, or those that are due by how fast their goods go out."""

from datetime import datetime, timedelta

from zhanggui.counting.flows.open_counts import COUNTED_KINDS
from zhanggui.counting.limits import limits_now
from zhanggui.counting.states import FINISHED, UNDECIDED, CountKind
from zhanggui.kernel.bulk import fetch_rows

SPEED_DAYS = 90
"""So far back moves are looked at."""

_PLACES = """
WITH speed AS (
    SELECT move.sku_id, sum(move.quantity) AS pieces FROM inventory_move AS move
    JOIN inventory_location AS origin ON origin.id = move.origin_id
    JOIN inventory_location AS target ON target.id = move.target_id
    WHERE move.at > %(since)s AND origin.warehouse_id = %(warehouse)s
      AND origin.kind IN ('storage', 'picking') AND target.kind IN ('packing', 'customer')
    GROUP BY move.sku_id
), ranked AS (
    SELECT sku_id, (sum(pieces) OVER (ORDER BY pieces DESC, sku_id) - pieces)::numeric / sum(pieces) OVER () AS before
    FROM speed
), classed AS (
    SELECT place.id, place.walk_order, place.code,
           min(CASE WHEN ranked.before < 0.8 THEN 'A' WHEN ranked.before < 0.95 THEN 'B' ELSE 'C' END) AS class
    FROM inventory_location AS place
    LEFT JOIN inventory_balance AS balance ON balance.location_id = place.id AND balance.on_hand > 0
    LEFT JOIN ranked ON ranked.sku_id = balance.sku_id
    WHERE place.warehouse_id = %(warehouse)s AND place.kind = ANY(%(kinds)s) AND starts_with(place.code, %(prefix)s)
      AND NOT EXISTS (
          SELECT FROM counting_countbin AS open WHERE open.location_id = place.id AND open.state = ANY(%(undecided)s))
    GROUP BY place.id
), dated AS (
    SELECT classed.*, counted.at + make_interval(days => CASE class WHEN 'A' THEN %(days_a)s WHEN 'B' THEN %(days_b)s
           ELSE %(days_c)s END) AS due
    FROM classed LEFT JOIN LATERAL (
        SELECT max(counted_at) AS at FROM counting_countbin AS done
        WHERE done.location_id = classed.id AND done.state = ANY(%(finished)s)
    ) AS counted ON true
)
SELECT id FROM dated WHERE NOT %(only_due)s OR due IS NULL OR due <= %(at)s
ORDER BY CASE WHEN %(only_due)s THEN class END, CASE WHEN %(only_due)s THEN due END NULLS FIRST, walk_order, code
LIMIT %(most)s
"""


def places_to_count(warehouse_id: int, *, kind: str, prefix: str, most: int, at: datetime) -> list[int]:
    """Bins that are in no count: of a cycle only those that are due, fast goods first, in it longest overdue first.

    A SKU belongs to A while those faster than it make less than 80 % of the pieces that went out, to B below 95 %; a
    bin to the best class of what lies in it. One statement.
    """
    limits = limits_now()
    given = {
        "warehouse": warehouse_id,
        "since": at - timedelta(SPEED_DAYS),
        "kinds": sorted(COUNTED_KINDS),
        "prefix": prefix,
        "undecided": [str(state) for state in UNDECIDED],
        "finished": [str(state) for state in FINISHED],
        "only_due": kind == CountKind.CYCLE,
        "days_a": limits.days_a,
        "days_b": limits.days_b,
        "days_c": limits.days_c,
        "at": at,
        "most": most,
    }
    return [pk for (pk,) in fetch_rows(_PLACES, given)]
