"""The cut-off board: what must leave for each cut-off, where it is, how fast it goes, when it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zhanggui.fulfilment.rules.forecasts import DONE, STAGES, STUCK, Forecast, forecasts
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.orders.rules.cut_offs import Window, windows_of

PACE_HOURS = 2
"""Speeds are those of so many hours back."""

_ORDERS = """
SELECT width_bucket(o.ship_by, %(starts)s::timestamptz[]) AS place,
       CASE WHEN o.open_holds > 0 AND EXISTS (
                SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.reason = 'shortage') THEN 'shortage'
            WHEN o.open_holds > 0 THEN 'held'
            WHEN o.state = 'to_review' THEN 'to_review' ELSE 'to_plan' END AS stage,
       count(*)
FROM orders_order o
WHERE o.state IN ('to_review', 'reviewed') AND o.ship_by < %(end)s
  AND (o.warehouse_wish_id IS NULL OR o.warehouse_wish_id = %(warehouse)s)
  AND (%(shops)s::bigint[] IS NULL OR o.shop_id = ANY (%(shops)s::bigint[]))
GROUP BY 1, 2
"""
_PARCELS = """
SELECT width_bucket(p.ship_by, %(starts)s::timestamptz[]) AS place, p.state, count(*)
FROM fulfilment_parcel p
WHERE p.warehouse_id = %(warehouse)s AND p.ship_by < %(end)s
  AND ((p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed'))
    OR (p.state = 'shipped' AND p.shipped_at >= %(day)s))
  AND (%(shops)s::bigint[] IS NULL OR p.shop_id = ANY (%(shops)s::bigint[]))
GROUP BY 1, 2
"""
_PACE = """
SELECT count(*) FILTER (WHERE p.planned_at >= %(since)s), count(*) FILTER (WHERE w.built_at >= %(since)s),
       count(*) FILTER (WHERE p.printed_at >= %(since)s), count(*) FILTER (WHERE p.picked_at >= %(since)s),
       count(*) FILTER (WHERE p.verified_at >= %(since)s), count(*) FILTER (WHERE p.weighed_at >= %(since)s),
       count(*) FILTER (WHERE p.shipped_at >= %(since)s),
       (SELECT count(*) FROM orders_review r WHERE r.reviewed_at >= %(since)s AND r.passed)
FROM fulfilment_parcel p LEFT JOIN fulfilment_wave w ON w.id = p.wave_id
WHERE p.warehouse_id = %(warehouse)s
  AND (p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed')
    OR (p.state = 'shipped' AND p.shipped_at >= %(since)s))
"""


@dataclass(frozen=True, slots=True)
class CutOffRow:
    """One cut-off: how much of what must leave is at each stage, and when the last will have left."""

    window: Window
    counts: Mapping[str, int]
    forecast: Forecast
    is_late: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Board:
    """The cut-offs of one warehouse today, and how many an hour went through each stage."""

    warehouse_id: int
    rows: Sequence[CutOffRow]
    speeds: Mapping[str, float]


def board_of(warehouse_id: int, times: Sequence[time], *, actor: Actor, at: datetime) -> Board:
    """Three statements over what is open, what left today, and the last hours."""
    zone, day = company_zone(), company_day(at)
    windows = windows_of(times, day=day, zone=zone)
    asked = {
        "starts": [window.starts for window in windows if window.starts],
        "end": windows[-1].ends,
        "warehouse": warehouse_id,
        "shops": None if actor.shop_ids is None else sorted(actor.shop_ids),
        "day": datetime.combine(day, time(), tzinfo=zone),
        "since": at - timedelta(hours=PACE_HOURS),
    }
    counts: list[dict[str, int]] = [dict.fromkeys((*STAGES, *STUCK, DONE), 0) for _ in windows]
    for sql in (_ORDERS, _PARCELS):
        for place, stage, number in fetch_rows(sql, asked):
            counts[place][stage] += number
    speeds = _speeds(asked)
    told = forecasts(counts, speeds, at=at)
    rows = [
        CutOffRow(window, count, forecast, _is_late(window, count, forecast, at=at))
        for window, count, forecast in zip(windows, counts, told, strict=True)
    ]
    return Board(warehouse_id, rows, speeds)


def _speeds(asked: Mapping[str, object]) -> dict[str, float]:
    """How many an hour left each stage."""
    [(planned, waved, printed, picked, verified, weighed, shipped, reviewed)] = fetch_rows(_PACE, asked)
    left = (reviewed, planned, waved, printed, picked, verified, weighed, shipped)
    return {stage: number / PACE_HOURS for stage, number in zip(STAGES, left, strict=True)}


def _is_late(window: Window, counts: Mapping[str, int], forecast: Forecast, *, at: datetime) -> bool:
    """What stands, or will be done only when it had to have left."""
    waiting = sum(counts[stage] for stage in (*STAGES, *STUCK))
    if not waiting:
        return False
    if window.starts is None:
        return True
    return any(counts[stage] for stage in STUCK) or forecast.done_at is None or forecast.done_at > window.starts
