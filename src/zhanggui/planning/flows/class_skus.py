"""Class the SKUs of warehouses: A, B, C by the value of what went out in a year, X, Y, Z by how much the weeks differ.

Afterwards every SKU that went out in the last 52 weeks, or that orders wait for, has its class in its warehouse; the
classes of others are gone.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Warehouse
from zhanggui.planning.models import SkuClass
from zhanggui.planning.rules.classes import abc_classes, xyz_class
from zhanggui.planning.rules.suggesting import MOST
from zhanggui.planning.stock import waited_for

WEEKS = 52
_WEEKS = """
WITH weeks AS (
    SELECT warehouse_id, sku_id, (%(today)s - day - 1) / 7 AS week, greatest(sum(quantity), 0) AS pieces
    FROM planning_salesday
    WHERE warehouse_id = ANY(%(warehouses)s) AND day >= %(today)s - 7 * %(weeks)s AND day < %(today)s
    GROUP BY warehouse_id, sku_id, week
)
SELECT warehouse_id, sku_id, sum(pieces)::bigint, sum(pieces * pieces)::float, max(week) + 1
FROM weeks GROUP BY warehouse_id, sku_id
"""
_COLUMNS = ("warehouse_id", "sku_id", "abc", "xyz", "pieces", "value", "classed_on")
_REPLACE = "(warehouse_id, sku_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])


@transaction.atomic
def class_skus(*, warehouse_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    visible = Warehouse.objects.visible_to(actor).filter(pk__in=warehouse_ids)
    seen = list(visible.order_by("pk").values_list("pk", flat=True))
    today = company_day(at)
    sold = _sold(seen, today)
    costs = dict(Sku.objects.filter(pk__among={sku_id for _, sku_id in sold}).values_list("pk", "cost"))

    values = {key: costs[key[1]] * pieces for key, (pieces, _) in sold.items()}
    abc = {
        key: letter
        for warehouse_id in seen
        for key, letter in abc_classes({key: each for key, each in values.items() if key[0] == warehouse_id}).items()
    }

    rows = [
        (*key, abc[key], xyz, min(pieces, MOST), round(values[key], 2), today) for key, (pieces, xyz) in sold.items()
    ]
    insert_rows(SkuClass, _COLUMNS, rows, on_conflict=_REPLACE)
    SkuClass.objects.filter(warehouse_id__in=seen).exclude(classed_on=today).delete()
    return Outcome(done=seen, refused=not_found("Warehouse", warehouse_ids, seen))


def _sold(warehouse_ids: Sequence[int], today: date) -> dict[tuple[int, int], tuple[int, str]]:
    """Pieces and XYZ by warehouse and SKU."""
    rows = fetch_rows(_WEEKS, {"warehouses": list(warehouse_ids), "today": today, "weeks": WEEKS})
    found = {}
    for warehouse_id, sku_id, pieces, squares, weeks in rows:
        mean = pieces / weeks
        deviation = max(squares / weeks - mean * mean, 0.0) ** 0.5
        found[warehouse_id, sku_id] = (pieces, xyz_class(mean=mean, deviation=deviation))
    for key in waited_for(warehouse_ids):
        found.setdefault(key, (0, "z"))
    return found
