"""Work out the figures of stock in warehouses: cover, turns, ages, and what each SKU asks for.

Afterwards every SKU that lies in one of them, or sold there in a year, has the figures of now; those of others are
gone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from zhanggui.control.models import StockFigure
from zhanggui.control.rules.signals import MONTH, QUARTER, USUAL_LEAD, YEAR, Standing, cover_days, signal_of, turns
from zhanggui.control.states import AGES
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Warehouse
from zhanggui.planning.queries import numbers_now
from zhanggui.planning.rules.numbers import Numbers
from zhanggui.planning.rules.safety import safety_stock, z_of

_FIGURES = """
WITH lying AS (
    SELECT place.warehouse_id, balance.sku_id, sum(balance.on_hand) AS on_hand
    FROM inventory_balance AS balance JOIN inventory_location AS place ON place.id = balance.location_id
    WHERE place.warehouse_id = ANY(%(warehouses)s) AND balance.on_hand > 0
    GROUP BY place.warehouse_id, balance.sku_id
), came AS (
    SELECT target.warehouse_id, move.sku_id, move.quantity, (move.at AT TIME ZONE %(zone)s)::date AS day,
           sum(move.quantity) OVER later - move.quantity AS younger
    FROM inventory_move AS move
    JOIN inventory_location AS target ON target.id = move.target_id
    JOIN inventory_location AS origin ON origin.id = move.origin_id
    WHERE target.warehouse_id = ANY(%(warehouses)s) AND origin.warehouse_id IS DISTINCT FROM target.warehouse_id
    WINDOW later AS (PARTITION BY target.warehouse_id, move.sku_id ORDER BY move.at DESC, move.id DESC
                     ROWS UNBOUNDED PRECEDING)
), aged AS (
    SELECT lying.warehouse_id, lying.sku_id, came.day, %(today)s - came.day AS age,
           least(came.quantity, lying.on_hand - came.younger) AS pieces
    FROM lying JOIN came USING (warehouse_id, sku_id) WHERE came.younger < lying.on_hand
), ages AS (
    SELECT warehouse_id, sku_id, min(day) AS oldest_on,
           coalesce(sum(pieces) FILTER (WHERE age <= %(a)s), 0) AS a,
           coalesce(sum(pieces) FILTER (WHERE age > %(a)s AND age <= %(b)s), 0) AS b,
           coalesce(sum(pieces) FILTER (WHERE age > %(b)s AND age <= %(c)s), 0) AS c,
           coalesce(sum(pieces) FILTER (WHERE age > %(c)s AND age <= %(d)s), 0) AS d
    FROM aged GROUP BY warehouse_id, sku_id
), lives AS (
    SELECT place.warehouse_id, balance.sku_id,
           coalesce(sum(balance.on_hand) FILTER (WHERE lot.expires_on < %(today)s), 0) AS expired,
           coalesce(sum(balance.on_hand) FILTER (WHERE lot.expires_on - %(today)s BETWEEN 0 AND %(a)s), 0) AS soon,
           coalesce(sum(balance.on_hand) FILTER (
               WHERE lot.expires_on - %(today)s > %(a)s AND lot.expires_on - %(today)s <= %(c)s), 0) AS later
    FROM inventory_lot AS lot
    JOIN inventory_balance AS balance ON balance.sku_id = lot.sku_id AND balance.lot = lot.code
    JOIN inventory_location AS place ON place.id = balance.location_id
    WHERE place.warehouse_id = ANY(%(warehouses)s) AND balance.on_hand > 0
      AND lot.expires_on <= %(today)s::date + %(c)s::int
    GROUP BY place.warehouse_id, balance.sku_id
), sold AS (
    SELECT warehouse_id, sku_id, max(day) FILTER (WHERE quantity > 0) AS sold_on,
           greatest(coalesce(sum(quantity) FILTER (WHERE day > %(today)s - %(month)s), 0), 0) AS month,
           greatest(coalesce(sum(quantity) FILTER (WHERE day > %(today)s - %(quarter)s), 0), 0) AS quarter
    FROM planning_salesday
    WHERE warehouse_id = ANY(%(warehouses)s) AND day > %(today)s - %(year)s
    GROUP BY warehouse_id, sku_id
), leads AS (
    SELECT terms.sku_code, min(coalesce(terms.lead_days, supplier.lead_days)) AS days
    FROM parties_terms AS terms JOIN parties_supplier AS supplier ON supplier.id = terms.supplier_id
    WHERE supplier.state = 'approved' AND terms.valid_from <= %(today)s
      AND (terms.valid_until IS NULL OR terms.valid_until >= %(today)s)
    GROUP BY terms.sku_code
)
SELECT warehouse_id, sku_id, coalesce(lying.on_hand, 0), coalesce(stock.sellable - stock.claimed, 0),
       coalesce(sold.month, 0), coalesce(sold.quarter, 0), sold.sold_on, coalesce(leads.days, %(lead)s),
       coalesce(class.abc, ''), coalesce(class.xyz, ''),
       coalesce(ages.a, 0), coalesce(ages.b, 0), coalesce(ages.c, 0), coalesce(ages.d, 0), ages.oldest_on, sku.cost,
       coalesce(lives.expired, 0), coalesce(lives.soon, 0), coalesce(lives.later, 0), forecast.sigma
FROM lying FULL JOIN sold USING (warehouse_id, sku_id)
JOIN catalog_sku AS sku ON sku.id = sku_id
LEFT JOIN ages USING (warehouse_id, sku_id)
LEFT JOIN lives USING (warehouse_id, sku_id)
LEFT JOIN planning_forecast AS forecast USING (warehouse_id, sku_id)
LEFT JOIN inventory_availability AS stock USING (warehouse_id, sku_id)
LEFT JOIN planning_skuclass AS class USING (warehouse_id, sku_id)
LEFT JOIN leads ON leads.sku_code = sku.code
ORDER BY warehouse_id, sku_id
"""

_DROP = """
DELETE FROM control_stockfigure AS old
WHERE warehouse_id = ANY(%s) AND NOT EXISTS (
    SELECT FROM unnest(%s::bigint[], %s::bigint[]) AS kept (warehouse_id, sku_id)
    WHERE kept.warehouse_id = old.warehouse_id AND kept.sku_id = old.sku_id
)
RETURNING id
"""
_COLUMNS = (
    "warehouse_id", "sku_id", "signal", "on_hand", "free", "sold_month", "sold_quarter", "sold_on", "lead_days",
    "cover_days", "turns", "abc", "xyz", "age_30", "age_60", "age_90", "age_180", "age_older", "oldest_on", "value",
    "expired", "ends_30", "ends_90", "safety", "summed_at",
)  # fmt: skip
_REPLACE = "(warehouse_id, sku_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])


@transaction.atomic
def sum_stock_figures(*, warehouse_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    visible = Warehouse.objects.visible_to(actor).filter(pk__in=warehouse_ids)
    seen = list(visible.order_by("pk").values_list("pk", flat=True))
    today = company_day(at)
    found = fetch_rows(_FIGURES, _asked(seen, today))
    numbers = numbers_now()

    rows = [_figure(row, numbers, today, at) for row in found]

    insert_rows(StockFigure, _COLUMNS, rows, on_conflict=_REPLACE)
    fetch_rows(_DROP, [seen, [row[0] for row in rows], [row[1] for row in rows]])
    return Outcome(done=seen, refused=not_found("Warehouse", warehouse_ids, seen))


def _asked(warehouse_ids: Sequence[int], today: date) -> dict[str, Any]:
    ages = dict(zip("abcd", AGES, strict=True))
    days = {"month": MONTH, "quarter": QUARTER, "year": YEAR, "lead": USUAL_LEAD}
    return {"warehouses": list(warehouse_ids), "zone": settings.TIME_ZONE, "today": today, **ages, **days}


def _figure(row: tuple[Any, ...], numbers: Numbers, today: date, at: datetime) -> tuple[Any, ...]:
    warehouse_id, sku_id, on_hand, free, month, quarter, sold_on, lead, abc, xyz, *rest = row
    *ages, oldest_on, cost, expired, soon, later, sigma = rest
    kept = safety_stock(z=z_of(numbers.service(abc)), sigma=sigma, days=lead) if sigma else Decimal(0)
    safety = int(kept.to_integral_value(ROUND_CEILING))
    standing = Standing(
        on_hand, free, month, quarter, (today - sold_on).days if sold_on else None,
        (today - oldest_on).days if oldest_on else None, lead, safety,
    )  # fmt: skip
    value = (Decimal(cost) * on_hand).quantize(Decimal("0.01"))
    return (
        warehouse_id, sku_id, signal_of(standing), on_hand, free, month, quarter, sold_on, lead, cover_days(standing),
        turns(standing), abc, xyz, *ages, on_hand - sum(ages), oldest_on, value, expired, soon, later, safety, at,
    )  # fmt: skip
