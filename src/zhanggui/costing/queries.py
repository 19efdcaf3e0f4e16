"""Reads of what stock is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from zhanggui.catalog.models import BundlePart, Sku
from zhanggui.costing.models import StockValue
from zhanggui.costing.rules.valuing import unit_cost
from zhanggui.kernel.bulk import fetch_rows

_AT_DAY = """
WITH within AS (
    SELECT sku_id, sum(quantity) AS quantity, sum(value) AS value FROM costing_costline
    WHERE booked_on >= %(first_on)s AND booked_on <= %(day)s GROUP BY sku_id
), worth AS (
    SELECT kept.sku_id, coalesce(before.quantity, 0) + coalesce(within.quantity, 0) AS quantity,
           coalesce(before.value, 0) + coalesce(within.value, 0) AS value
    FROM costing_stockvalue AS kept
    LEFT JOIN LATERAL (
        SELECT month.quantity, month.value FROM costing_monthend AS month
        WHERE month.sku_id = kept.sku_id AND month.first_on < %(first_on)s ORDER BY month.first_on DESC LIMIT 1
    ) AS before ON TRUE
    LEFT JOIN within ON within.sku_id = kept.sku_id
    WHERE %(code)s = '' OR kept.sku_id IN (SELECT id FROM catalog_sku WHERE code LIKE %(like)s)
)
SELECT sku_id, quantity, value FROM worth WHERE quantity <> 0 OR value <> 0 ORDER BY sku_id
"""


_LEFT = """
SELECT move.cause_id, -sum(line.value) FROM inventory_move AS move
JOIN costing_costline AS line ON line.move_id = move.id AND line.kind = 'sale'
WHERE move.cause = %s AND move.cause_id = ANY(%s) GROUP BY move.cause_id
"""


@dataclass(frozen=True, slots=True)
class Valued:
    """What there was of a SKU at the end of a day, and what it was worth."""

    sku_id: int
    quantity: int
    value: Decimal

    @property
    def unit_cost(self) -> Decimal:
        return unit_cost(self.quantity, self.value)


class SkuName(NamedTuple):
    """A SKU as people call it."""

    code: str
    product: str
    spec: str


def values_at(day: date, *, code: str = "") -> list[Valued]:
    """Every SKU that was there when this day of the books was over, of those whose code begins with `code`: what it was
    worth at the end of the month before, and what its own days changed."""
    like = code.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    asked = {"day": day, "first_on": day.replace(day=1), "code": code, "like": like}
    return [Valued(*row) for row in fetch_rows(_AT_DAY, asked)]


def names_of(sku_ids: Iterable[int]) -> dict[int, SkuName]:
    """What these SKUs are called."""
    rows = Sku.objects.filter(pk__among=set(sku_ids)).values_list("pk", "code", "product__name", "spec")
    return {pk: SkuName(*names) for pk, *names in rows}


def unit_costs(sku_ids: Iterable[int]) -> dict[int, Decimal]:
    """What one piece of each costs now: its share of the value of stock, where none is left what the last one cost, and
    what the catalog says of one that never was. A bundle costs what its parts cost."""
    asked = set(sku_ids)
    parts = list(BundlePart.objects.filter(bundle_id__among=asked).values_list("bundle_id", "part_id", "quantity"))
    single = asked | {part_id for _, part_id, _ in parts}
    costs = {pk: cost or Decimal(0) for pk, cost in Sku.objects.filter(pk__among=single).values_list("pk", "cost")}
    costs |= dict(StockValue.objects.filter(sku_id__among=single).values_list("sku_id", "last_cost"))
    bundles = dict.fromkeys((bundle_id for bundle_id, _, _ in parts), Decimal(0))
    for bundle_id, part_id, quantity in parts:
        bundles[bundle_id] += costs[part_id] * quantity
    return {sku_id: cost for sku_id, cost in (costs | bundles).items() if sku_id in asked}


def costs_sent(cause: str, cause_ids: Iterable[int]) -> dict[int, Decimal]:
    """What the pieces cost that left for buyers under these causes: by the layers that were really sent, or the average
    of that moment. One that is not valued yet is not there."""
    return dict(fetch_rows(_LEFT, [cause, sorted(set(cause_ids))]))
