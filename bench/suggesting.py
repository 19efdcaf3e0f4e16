"""A plan of 50,000 SKUs with two years of daily sales, worked out as the worker does: `--inventory suggest_50k`.

Sales are drawn so that every SKU has its own rate, weekdays, and a Double 11; each SKU has terms of one of a hundred
suppliers and stock on a shelf. What is measured is everything from the button to the last suggestion: classes, what
festivals bring, forecasts with their back-tests, suggestions, and all rows written.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.figures import forget_peak, peak_mib

SKUS, MOST_S = 50_000, 60.0
GOODS = """
INSERT INTO catalog_product (code, name, picture)
SELECT 'P' || n, '商品 ' || n, '' FROM generate_series(1, %(skus)s) AS n;
INSERT INTO catalog_sku (
    product_id, code, spec, price, floor_price, cost, weight_g, is_active, tracking, verify_by_count)
SELECT id, 'S' || substr(code, 2), '', 30, 0, 5 + id %% 40, 200, true, 'none', false FROM catalog_product;
"""
_TERMS = """
INSERT INTO parties_terms (
    supplier_id, sku_code, version, price, currency, tax_rate, least_quantity, pack_size, lead_days, valid_from,
    set_by, set_at)
SELECT (%(suppliers)s::bigint[])[1 + id %% 100], code, 1, cost, 'CNY', 13, 12, 6, 3 + id %% 12, '2020-01-01',
    'bench', now()
FROM catalog_sku;
"""
_STOCK = """
INSERT INTO inventory_balance (location_id, sku_id, lot, on_hand, promised)
SELECT %(place)s, id, '', (id * 7919) %% 60, 0 FROM catalog_sku;
INSERT INTO inventory_availability (warehouse_id, sku_id, sellable, claimed)
SELECT %(warehouse)s, id, (id * 7919) %% 60, 0 FROM catalog_sku;
"""
_SALES = """
SELECT setseed(0.4);
INSERT INTO planning_salesday (warehouse_id, sku_id, day, sold)
SELECT %(warehouse)s, sku.id, day::date, pieces
FROM generate_series(%(today)s::date - 730, %(today)s::date - 1, interval '1 day') AS day
CROSS JOIN catalog_sku AS sku
CROSS JOIN LATERAL (
    SELECT floor(-ln(1 - random()) * (0.15 + 4.0 / (1 + sku.id %% 97)) * (1 + 0.3 * (extract(isodow FROM day) > 5)::int)
        * CASE WHEN to_char(day, 'MMDD') BETWEEN '1101' AND '1111' THEN 3 ELSE 1 END + 0.35)::int AS pieces
) AS drawn
WHERE pieces > 0;
"""


def fill(number: int) -> tuple[int, int]:
    """The warehouse, and how many rows of sales it has."""
    from django.db import connection

    from zhanggui.inventory.testing import make_warehouse, place_of
    from zhanggui.kernel.clock import company_day, now
    from zhanggui.parties.testing import make_approved
    from zhanggui.planning.models import SalesDay

    warehouse = make_warehouse("BENCH")
    given = {
        "skus": number, "warehouse": warehouse.pk, "place": place_of(warehouse, "P-01"), "today": company_day(now()),
        "suppliers": [one.pk for one in make_approved(100)],
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statements in (GOODS, _TERMS, _STOCK, _SALES):
            for statement in filter(str.strip, statements.split(";")):
                cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")
    return warehouse.pk, SalesDay.objects.count()


def work_out(warehouse_id: int) -> dict[str, float]:
    """Seconds of each stage."""
    from zhanggui.kernel.actor import system_actor
    from zhanggui.kernel.clock import now
    from zhanggui.planning.flows.go_on_planning import go_on_planning
    from zhanggui.planning.flows.start_plans import start_plans
    from zhanggui.planning.models import Plan

    actor = system_actor("bench")
    begin = perf_counter()
    start_plans(warehouse_ids=[warehouse_id], actor=actor, at=now()).one()
    plan = Plan.objects.get()
    go_on_planning(plan_ids=[plan.pk], actor=actor, at=now())
    learned = perf_counter()
    while not go_on_planning(plan_ids=[plan.pk], actor=actor, at=now()).done:
        continue
    end = perf_counter()
    return {"learn_s": round(learned - begin, 1), "work_out_s": round(end - learned, 1), "all_s": round(end - begin, 1)}


def measure(tell: Callable[[str], None]) -> dict[str, Any]:
    """Seconds from the button to the last suggestion, and how much there was to think about."""
    warehouse_id, rows = fill(SKUS)
    tell(f"{SKUS:,} SKUs, {rows:,} days of sales")
    forget_peak()
    seconds = work_out(warehouse_id)

    from zhanggui.planning.models import Plan, Suggestion

    plan = Plan.objects.get()
    return {
        "ours_s": seconds.pop("all_s"), **seconds, "skus": SKUS, "sales_rows": rows, "looked": plan.looked,
        "suggested": Suggestion.objects.count(), "peak_mib": round(peak_mib()),
        "holds": plan.looked == SKUS and seconds["learn_s"] + seconds["work_out_s"] < MOST_S,
    }  # fmt: skip
