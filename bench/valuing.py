"""What 50,000 SKUs were worth on a past day, five million moves behind it: `--inventory value_at_day_5m`.

A first month of 200,000 purchases and sales is valued by `value_moves`, as the worker does it. Every further month is
that month again, copied with its lines and batches, so that every sum is kept as the flow would keep it: the proofs of
costing run over the first million. What is measured is `values_at`, which a page and its file ask, on the first day,
on the last day of a month in the middle, and on the newest; of each day the slowest of three.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

from bench.suggesting import GOODS

SKUS, A_MONTH, MONTHS, MOST_S = 50_000, 200_000, 25, 3.0
FIRST_ON = date(2024, 1, 1)
_MOVES = """
INSERT INTO inventory_move (sku_id, lot, origin_id, target_id, quantity, unit_cost, cause, cause_id, actor, at)
SELECT sku.id, '', CASE WHEN part = 1 THEN %(supplier)s ELSE %(place)s END,
       CASE WHEN part = 1 THEN %(place)s ELSE %(customer)s END,
       CASE WHEN part = 1 THEN 12 ELSE 1 + (sku.id + part) %% 3 END, CASE WHEN part = 1 THEN sku.cost ELSE 0 END,
       'bench', (part - 1) * %(skus)s + row_number() OVER (PARTITION BY part ORDER BY sku.id), 'bench',
       %(first_on)s::date + interval '12 hours' + make_interval(days => (part - 1) * 7 + (sku.id %% 7)::int)
FROM catalog_sku AS sku CROSS JOIN generate_series(1, 4) AS part ORDER BY part, sku.id
"""
_COPIES = """
INSERT INTO inventory_move (id, sku_id, lot, origin_id, target_id, quantity, unit_cost, cause, cause_id, actor, at)
SELECT id + turn * %(moves)s, sku_id, lot, origin_id, target_id, quantity, unit_cost, cause,
       cause_id + turn * %(moves)s, actor, at + make_interval(months => turn)
FROM generate_series(%(from)s, %(to)s) AS turn
CROSS JOIN (SELECT * FROM inventory_move WHERE id <= %(moves)s) AS move ORDER BY turn, id;
INSERT INTO costing_costbatch (id, kind, warehouse_id, booked_on, value, beside, lines, at)
SELECT id + turn * %(batches)s, kind, warehouse_id, (booked_on + make_interval(months => turn))::date, value, beside,
       lines, at
FROM generate_series(%(from)s, %(to)s) AS turn
CROSS JOIN (SELECT * FROM costing_costbatch WHERE id <= %(batches)s) AS batch;
INSERT INTO costing_costline (id, sku_id, kind, move_id, batch_id, quantity, value, beside, quantity_after, value_after,
    happened_on, booked_on, at)
SELECT line.id + turn * %(lines)s, line.sku_id, kind, move_id + turn * %(moves)s, batch_id + turn * %(batches)s,
       line.quantity, line.value, beside, quantity_after + turn * month.quantity, value_after + turn * month.value,
       (happened_on + make_interval(months => turn))::date, (booked_on + make_interval(months => turn))::date, at
FROM generate_series(%(from)s, %(to)s) AS turn
CROSS JOIN (SELECT * FROM costing_costline WHERE id <= %(lines)s) AS line
JOIN costing_monthend AS month ON month.sku_id = line.sku_id AND month.first_on = %(first_on)s
ORDER BY turn, line.id;
INSERT INTO costing_monthend (sku_id, first_on, quantity, value)
SELECT sku_id, (first_on + make_interval(months => turn))::date, quantity * (turn + 1), value * (turn + 1)
FROM generate_series(%(from)s, %(to)s) AS turn
CROSS JOIN (SELECT * FROM costing_monthend WHERE first_on = %(first_on)s) AS month;
UPDATE costing_stockvalue AS kept SET quantity = month.quantity * (%(to)s + 1), value = month.value * (%(to)s + 1)
FROM costing_monthend AS month WHERE month.sku_id = kept.sku_id AND month.first_on = %(first_on)s;
UPDATE costing_costbook SET valued_through = (SELECT max(id) FROM inventory_move);
SELECT setval(pg_get_serial_sequence(name, 'id'), 1 + %(lines)s * (%(to)s + 1))
FROM unnest(ARRAY['inventory_move', 'costing_costline', 'costing_costbatch']) AS name
"""


def fill() -> None:
    """The goods, and the moves of the first month; nothing is valued."""
    from django.db import connection

    from zhanggui.inventory.queries import outside
    from zhanggui.inventory.states import LocationKind
    from zhanggui.inventory.testing import make_warehouse, place_of

    given = {
        "skus": SKUS, "place": place_of(make_warehouse("BENCH"), "P-01"), "first_on": FIRST_ON,
        "supplier": outside(LocationKind.SUPPLIER), "customer": outside(LocationKind.CUSTOMER),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in filter(str.strip, (GOODS + ";" + _MOVES).split(";")):
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")


def value(number: int) -> float:
    """Seconds that `value_moves` takes for so many moves, turn by turn."""
    from zhanggui.costing.flows.value_moves import AT_ONCE, value_moves
    from zhanggui.kernel.actor import system_actor
    from zhanggui.kernel.clock import now

    begin = perf_counter()
    for _ in range(number // AT_ONCE):
        value_moves(actor=system_actor("bench"), at=now())
    return perf_counter() - begin


def copy_month(first: int, last: int) -> None:
    """Months `first` to `last` after the first one are there, each with the moves and lines of the first."""
    from django.db import connection

    from zhanggui.costing.models import CostBatch, CostLine
    from zhanggui.inventory.models import Move

    ends = {}
    for name, model in (("moves", Move), ("lines", CostLine), ("batches", CostBatch)):
        ends[name] = COUNTED.setdefault(name, model.objects.latest("pk").pk)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what is copied refers to what is copied
        for statement in _COPIES.split(";"):
            cursor.execute(statement, {"from": first, "to": last, "first_on": FIRST_ON, **ends})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


COUNTED: dict[str, int] = {}
"""The newest numbers of the first month."""


def ask(months: int) -> tuple[float, bool]:
    """The slowest answer of `values_at` in seconds, and whether each is the sum of all lines up to its day."""
    from django.db.models import Sum

    from zhanggui.costing.models import CostLine
    from zhanggui.costing.queries import values_at

    worst, is_right = 0.0, True
    for turn, day in ((0, 1), (months // 2, 28), (months - 1, 28)):
        asked = date(FIRST_ON.year + turn // 12, 1 + turn % 12, day)
        for _ in range(3):
            begin = perf_counter()
            found = values_at(asked)
            worst = max(worst, perf_counter() - begin)
        lines = CostLine.objects.filter(booked_on__lte=asked).aggregate(value=Sum("value"), quantity=Sum("quantity"))
        is_right &= sum((one.value for one in found), Decimal(0)) == lines["value"]
        is_right &= sum(one.quantity for one in found) == lines["quantity"]
    return round(worst, 3), is_right


def measure(tell: Callable[[str], None]) -> dict[str, Any]:
    """Seconds of the slowest day with 5,000,000 moves, with 1,000,000 and with 100,000; moves valued in a second."""
    from zhanggui.costing.proof import PROOFS

    fill()
    seconds = value(A_MONTH // 2)
    at_100k, *right = ask(1)
    tell(f"100,000 moves valued in {seconds:.0f} s")
    seconds += value(A_MONTH // 2)
    copy_month(1, 4)
    at_1m, is_right = ask(5)
    wrong = [one for proof in PROOFS for one in proof()]
    tell(f"1,000,000 moves; {len(wrong)} records that no proof bears out")
    copy_month(5, MONTHS - 1)
    tell("5,000,000 moves")
    at_5m, also_right = ask(MONTHS)
    return {
        "ours_s": at_5m, "at_1m_s": at_1m, "at_100k_s": at_100k, "skus": SKUS, "moves": A_MONTH * MONTHS,
        "valued_a_second": round(A_MONTH / seconds),
        "holds": at_5m < MOST_S and all((*right, is_right, also_right)) and not wrong,
    }  # fmt: skip
