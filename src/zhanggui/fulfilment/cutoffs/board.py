"""The cut-off board: what must leave for each cut-off, where it is, how fast it goes, when it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from zhanggui.fulfilment.rules.forecasts import DONE, SLOT, SLOTS, STAGES, STUCK, Forecast, forecasts, pace_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.orders.cut_offs import likely_warehouses
from zhanggui.orders.rules.cut_offs import CutOffDay, CutOffTime, Window

# Orders without parcels, and rests of those of which part is in parcels: each at the one warehouse that
# orders/cut_offs.py says. `ship_by` is the nearer of both deadlines, so is that of a parcel.
_HOME = """COALESCE(
    CASE WHEN o.state IN ('in_warehouse', 'partly_shipped') THEN (
        SELECT p.warehouse_id FROM fulfilment_parcel p
        WHERE p.order_id = o.id AND p.state NOT IN ('void', 'merged') ORDER BY p.id DESC LIMIT 1) END,
    o.warehouse_wish_id, likely.warehouse_id)"""
_LIKELY = """
JOIN unnest(%(shops_known)s::bigint[], %(homes)s::bigint[]) AS likely (shop_id, warehouse_id)
    ON likely.shop_id = o.shop_id"""
_ORDERS = f"""
SELECT width_bucket(o.ship_by, %(edges)s::timestamptz[]) AS edge,
       COALESCE(NULLIF(o.carrier_wish, ''), s.carrier) AS carrier,
       CASE WHEN o.open_holds > 0 AND EXISTS (
                SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.reason = 'shortage') THEN 'shortage'
            WHEN o.open_holds > 0 THEN 'held'
            WHEN o.state = 'to_review' THEN 'to_review' ELSE 'to_plan' END AS stage,
       count(*)
FROM orders_order o JOIN people_shop s ON s.id = o.shop_id {_LIKELY}
WHERE o.state IN ('to_review', 'reviewed', 'in_warehouse', 'partly_shipped') AND o.ship_by < %(end)s
  AND (o.state IN ('to_review', 'reviewed') OR o.units_claimed < o.units)
  AND (%(shops)s::bigint[] IS NULL OR o.shop_id = ANY (%(shops)s::bigint[]))
  AND {_HOME} = %(warehouse)s
GROUP BY 1, 2, 3
"""
_PARCELS = """
SELECT width_bucket(p.ship_by, %(edges)s::timestamptz[]) AS edge, p.carrier, p.state, count(*)
FROM fulfilment_parcel p
WHERE p.warehouse_id = %(warehouse)s AND p.ship_by < %(end)s
  AND (p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed')
    OR (p.state = 'stopped' AND EXISTS (
        SELECT FROM orders_order o WHERE o.id = p.order_id AND o.state <> 'cancelled'))
    OR (p.state = 'shipped' AND p.shipped_at >= %(day)s))
  AND (%(shops)s::bigint[] IS NULL OR p.shop_id = ANY (%(shops)s::bigint[]))
GROUP BY 1, 2, 3
"""
_LEFT = f"""
SELECT t.stage, floor(extract(epoch FROM %(at)s - t.at) / %(slot)s)::int AS slot, count(*)
FROM fulfilment_parcel p
LEFT JOIN fulfilment_wave w ON w.id = p.wave_id
CROSS JOIN LATERAL (VALUES
    ('to_plan', p.planned_at), ('planned', w.built_at), ('waved', p.printed_at), ('printed', p.picked_at),
    ('picked', p.verified_at), ('verified', p.weighed_at), ('weighed', p.shipped_at)) AS t (stage, at)
WHERE p.warehouse_id = %(warehouse)s
  AND (p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed')
    OR (p.state = 'shipped' AND p.shipped_at > %(since)s))
  AND t.at > %(since)s AND t.at <= %(at)s
GROUP BY 1, 2
UNION ALL
SELECT 'to_review', floor(extract(epoch FROM %(at)s - r.reviewed_at) / %(slot)s)::int, count(*)
FROM orders_review r JOIN orders_order o ON o.id = r.order_id {_LIKELY}
WHERE r.reviewed_at > %(since)s AND r.reviewed_at <= %(at)s AND r.passed
  AND COALESCE(o.warehouse_wish_id, likely.warehouse_id) = %(warehouse)s
GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class CutOffRow:
    """One cut-off: how much of what must leave is at each stage, and when the last will have left."""

    window: Window
    carriers: frozenset[str]
    counts: Mapping[str, int]
    forecast: Forecast
    is_late: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Board:
    """The cut-offs of one warehouse today, and how many an hour go through each stage, where that is known."""

    warehouse_id: int
    rows: Sequence[CutOffRow]
    speeds: Mapping[str, float]


def board_of(warehouse_id: int, times: Sequence[CutOffTime], *, actor: Actor, at: datetime) -> Board:
    """Five statements over what is open, what left today, and the shift so far."""
    zone, today = company_zone(), company_day(at)
    day = CutOffDay(times, day=today, zone=zone)
    likely = likely_warehouses()
    asked = {
        "edges": day.edges,
        "end": day.edges[-1],
        "warehouse": warehouse_id,
        "shops": None if actor.shop_ids is None else sorted(actor.shop_ids),
        "shops_known": list(likely),
        "homes": list(likely.values()),
        "day": datetime.combine(today, time(), tzinfo=zone),
        "at": at,
        "since": at - SLOT * SLOTS,
        "slot": SLOT.total_seconds(),
    }
    counts: list[dict[str, int]] = [dict.fromkeys((*STAGES, *STUCK, DONE), 0) for _ in day.windows]
    for sql in (_ORDERS, _PARCELS):
        for edge, carrier, stage, number in fetch_rows(sql, asked):
            row = day.row_of(carrier, edge)
            if row is not None:
                counts[row][stage] += number
    speeds = _speeds(asked)
    told = forecasts(counts, speeds, at=at)
    carriers = {one.at: one.carriers for one in times}
    rows = [
        CutOffRow(
            window,
            carriers.get(window.starts.time(), frozenset()) if window.starts else frozenset(),
            count,
            forecast,
            _is_late(window, count, forecast, at=at),
        )
        for window, count, forecast in zip(day.windows, counts, told, strict=True)
    ]
    return Board(warehouse_id, rows, speeds)


def _speeds(asked: Mapping[str, object]) -> dict[str, float]:
    """How many an hour leave each stage that moved in this shift."""
    slots: dict[str, list[int]] = {}
    for stage, slot, number in fetch_rows(_LEFT, asked):
        slots.setdefault(stage, [0] * SLOTS)[min(slot, SLOTS - 1)] += number
    return {stage: pace for stage, numbers in slots.items() if (pace := pace_of(numbers))}


def _is_late(window: Window, counts: Mapping[str, int], forecast: Forecast, *, at: datetime) -> bool:
    """What stands, or will be done only when it had to have left."""
    waiting = sum(counts[stage] for stage in (*STAGES, *STUCK))
    if not waiting:
        return False
    if window.starts is None:
        return True
    return any(counts[stage] for stage in STUCK) or forecast.done_at is None or forecast.done_at > window.starts
