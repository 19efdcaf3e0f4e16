"""The figures of 50,000 SKUs worked out from two million moves and two million days of sales: `--inventory watch_50k`.

What is measured is everything from the button to the last figure written, once when none is there and once more, and
the sums of the overview that reads them.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.suggesting import GOODS

SKUS, MOST_S, MOST_PAGE_MS = 50_000, 30.0, 300
_STOCK = """
INSERT INTO inventory_move (sku_id, lot, origin_id, target_id, quantity, unit_cost, cause, cause_id, actor, at)
SELECT id, '', %(supplier)s, %(place)s, 1 + id %% 9, cost, 'receive_goods', id * 100 + n, 'bench',
    now() - interval '8 days' * n
FROM catalog_sku CROSS JOIN generate_series(1, 40) AS n;
INSERT INTO inventory_balance (location_id, sku_id, lot, on_hand, promised)
SELECT %(place)s, id, '', (1 + id %% 9) * (id %% 40), 0 FROM catalog_sku;
INSERT INTO inventory_availability (warehouse_id, sku_id, sellable, claimed)
SELECT %(warehouse)s, id, (1 + id %% 9) * (id %% 40), 0 FROM catalog_sku;
INSERT INTO planning_salesday (warehouse_id, sku_id, day, sold)
SELECT %(warehouse)s, id, %(today)s::date - n * 9, 1 + id %% 5
FROM catalog_sku CROSS JOIN generate_series(1, 40) AS n;
"""


def fill(number: int) -> int:
    """The warehouse."""
    from django.db import connection

    from zhanggui.inventory.queries import outside
    from zhanggui.inventory.states import LocationKind
    from zhanggui.inventory.testing import make_warehouse, place_of
    from zhanggui.kernel.clock import company_day, now

    warehouse = make_warehouse("BENCH")
    given = {
        "skus": number, "warehouse": warehouse.pk, "place": place_of(warehouse, "P-01"),
        "supplier": outside(LocationKind.SUPPLIER), "today": company_day(now()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in filter(str.strip, (GOODS + _STOCK).split(";")):
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")
    return warehouse.pk


def measure(tell: Callable[[str], None]) -> dict[str, Any]:
    """Seconds of the first and of the next working out; milliseconds of all sums of the overview."""
    from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
    from zhanggui.control.models import StockFigure
    from zhanggui.control.queries import age_sums, class_sums, life_sums, signal_sums
    from zhanggui.kernel.actor import system_actor
    from zhanggui.kernel.clock import now

    warehouse_id = fill(SKUS)
    tell(f"{SKUS:,} SKUs, {40 * SKUS:,} moves and days of sales")
    actor, marks = system_actor("bench"), [perf_counter()]
    for _ in range(2):
        sum_stock_figures(warehouse_ids=[warehouse_id], actor=actor, at=now())
        marks.append(perf_counter())
    sums = [read(actor) for read in (signal_sums, age_sums, life_sums, class_sums)]
    page_ms = round((perf_counter() - marks[2]) * 1000)
    pieces = sum(one.pieces for one in sums[0])
    return {
        "ours_s": round(marks[1] - marks[0], 1), "again_s": round(marks[2] - marks[1], 1), "sums_ms": page_ms,
        "skus": StockFigure.objects.count(),
        "holds": max(marks[1] - marks[0], marks[2] - marks[1]) < MOST_S and page_ms < MOST_PAGE_MS
        and pieces == sum(one.pieces for one in sums[1]),
    }  # fmt: skip
