"""The cut-off board: what must leave for each cut-off, where it is, how fast it goes, when it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Extract, Floor, NullIf

from zhanggui.fulfilment.rules.forecasts import DONE, SLOT, SLOTS, STAGES, STUCK, Forecast, forecasts, pace_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.orders.cut_offs import STAGES as BEFORE_PARCELS
from zhanggui.orders.cut_offs import home_is, likely_warehouses, waiting_at
from zhanggui.orders.lateness import late
from zhanggui.orders.models import Order, Review
from zhanggui.orders.rules.cut_offs import CutOffDay, CutOffTime, Window
from zhanggui.orders.states import OrderState

_OPEN = (OrderState.TO_REVIEW, OrderState.REVIEWED, OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED)

# Of what was stopped before it was picked, the order counts: its pieces are free and planned anew. `desks/parcels.py`
# says the same of its list. What left is late if it was so then.
_PARCELS = """
SELECT width_bucket(p.ship_by, %(edges)s::timestamptz[]) AS edge,
       p.ship_by < CASE p.state WHEN 'shipped' THEN p.shipped_at ELSE %(at)s END AS is_late,
       p.carrier, p.state, count(*)
FROM fulfilment_parcel p
WHERE p.warehouse_id = %(warehouse)s AND p.ship_by < %(end)s
  AND (p.state IN ('planned', 'waved', 'printed', 'picked', 'verified', 'weighed')
    OR (p.state = 'stopped' AND p.picked_at IS NOT NULL AND EXISTS (
        SELECT FROM fulfilment_parcelline pl
        JOIN orders_orderline ol ON ol.id = pl.order_line_id JOIN orders_order o ON o.id = ol.order_id
        WHERE pl.parcel_id = p.id AND o.state IN ('in_warehouse', 'partly_shipped')))
    OR (p.state = 'shipped' AND p.shipped_at >= %(day)s))
  AND (%(shops)s::bigint[] IS NULL OR p.shop_id = ANY (%(shops)s::bigint[]))
GROUP BY 1, 2, 3, 4
"""
_LEFT = """
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
    """Six statements over what is open, what left today, and the shift so far.

    An order without a parcel counts once, or the rest of it that is in none; else its parcels do.
    """
    zone, today = company_zone(), company_day(at)
    day = CutOffDay(times, at=at, zone=zone)
    homes = likely_warehouses()
    asked = {
        "edges": day.edges,
        "end": day.edges[-1],
        "warehouse": warehouse_id,
        "shops": None if actor.shop_ids is None else sorted(actor.shop_ids),
        "day": datetime.combine(today, time(), tzinfo=zone),
        "at": at,
        "since": at - SLOT * SLOTS,
        "slot": SLOT.total_seconds(),
    }
    counts: list[dict[str, int]] = [dict.fromkeys((*STAGES, *STUCK, DONE), 0) for _ in day.windows]
    waiting = _waiting(Order.objects.visible_to(actor).filter(waiting_at(warehouse_id, homes)), day, at=at)
    for edge, is_late, carrier, stage, number in (*waiting, *fetch_rows(_PARCELS, asked)):
        row = day.row_of(carrier, edge, is_late=is_late)
        if row is not None:
            counts[row][stage] += number
    reviewed = Review.objects.filter(home_is(warehouse_id, homes, "order__"), passed=True)
    speeds = _speeds([*fetch_rows(_LEFT, asked), *_reviews(reviewed, at=at)])
    told = forecasts(counts, speeds, at=at)
    carriers = {one.at: one.carriers for one in times}
    rows = [
        CutOffRow(
            window,
            carriers.get(window.cut_off.time(), frozenset()) if window.cut_off else frozenset(),
            count,
            forecast,
            _is_late(window, count, forecast, at=at),
        )
        for window, count, forecast in zip(day.windows, counts, told, strict=True)
    ]
    return Board(warehouse_id, rows, speeds)


def _waiting(orders: QuerySet[Order], day: CutOffDay, *, at: datetime) -> Iterable[tuple[int, bool, str, str, int]]:
    """How many of these orders must leave after each edge, or are late, with which carrier, by where they stand."""
    edges = Value(day.edges, output_field=ArrayField(DateTimeField()))
    stages = [When(condition, then=Value(stage)) for stage, condition in BEFORE_PARCELS.items()]
    rows = orders.filter(ship_by__lt=day.edges[-1], state__in=_OPEN).annotate(
        edge=Func("ship_by", edges, function="width_bucket", output_field=IntegerField()),
        is_late=ExpressionWrapper(late(at), BooleanField()),
        sent_with=Coalesce(NullIf("carrier_wish", Value("")), "shop__carrier"),
        stage=Case(*stages, output_field=CharField()),
    )
    return rows.order_by().values_list("edge", "is_late", "sent_with", "stage").annotate(number=Count("pk"))


def _reviews(passed: QuerySet[Review], *, at: datetime) -> Iterable[tuple[str, int, int]]:
    """How many orders left review in each slot of the shift."""
    age = Extract(Value(at, output_field=DateTimeField()) - F("reviewed_at"), "epoch")
    slot = Floor(age / Value(SLOT.total_seconds()), output_field=IntegerField())
    rows = passed.filter(reviewed_at__gt=at - SLOT * SLOTS, reviewed_at__lte=at).annotate(slot=slot)
    counted = rows.order_by().values_list("slot").annotate(number=Count("pk"))
    return [("to_review", place, number) for place, number in counted]


def _speeds(left: Iterable[tuple[str, int, int]]) -> dict[str, float]:
    """How many an hour leave each stage that moved in this shift."""
    slots: dict[str, list[int]] = {}
    for stage, slot, number in left:
        slots.setdefault(stage, [0] * SLOTS)[min(slot, SLOTS - 1)] += number
    return {stage: pace for stage, numbers in slots.items() if (pace := pace_of(numbers))}


def _is_late(window: Window, counts: Mapping[str, int], forecast: Forecast, *, at: datetime) -> bool:
    """What stands, or will be done only when it had to have left."""
    waiting = sum(counts[stage] for stage in (*STAGES, *STUCK))
    if not waiting:
        return False
    if window.cut_off is None:
        return True
    return any(counts[stage] for stage in STUCK) or forecast.done_at is None or forecast.done_at > window.cut_off
