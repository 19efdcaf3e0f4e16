"""Bins with goods, those that were not sampled for longest first."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Count

from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import SELLABLE
from zhanggui.kernel.bulk import fetch_rows

_LONGEST_AGO = """
SELECT warehouse_id, location_id, sku_id, lot, on_hand FROM (
    SELECT place.warehouse_id, balance.location_id, balance.sku_id, balance.lot, balance.on_hand, given.number,
           row_number() OVER (
               PARTITION BY place.warehouse_id
               ORDER BY sampled.day NULLS FIRST, place.walk_order, balance.id
           ) AS turn
    FROM unnest(%s::bigint[], %s::int[]) AS given(warehouse_id, number)
    JOIN inventory_location AS place ON place.warehouse_id = given.warehouse_id AND place.kind = ANY(%s)
    JOIN inventory_balance AS balance ON balance.location_id = place.id AND balance.on_hand > 0
    LEFT JOIN LATERAL (
        SELECT max(spot.day) AS day FROM quality_spotcheck AS spot
        WHERE spot.location_id = balance.location_id AND spot.sku_id = balance.sku_id AND spot.lot = balance.lot
          AND spot.state = 'done'
    ) AS sampled ON true
) AS ranked
WHERE turn <= number
ORDER BY warehouse_id, turn
"""


class SpotBin(NamedTuple):
    """A SKU in a bin, and how many pieces lie there."""

    warehouse_id: int
    location_id: int
    sku_id: int
    lot: str
    on_hand: int


def bins_with_goods(warehouse_ids: set[int]) -> Mapping[int, int]:
    rows = Balance.objects.filter(
        location__warehouse_id__among=warehouse_ids, location__kind__in=sorted(SELLABLE), on_hand__gt=0
    )
    counts = rows.values_list("location__warehouse_id").annotate(Count("pk")).order_by()
    return {warehouse_id: count for warehouse_id, count in counts if warehouse_id is not None}


def longest_ago(numbers: Mapping[int, int]) -> list[SpotBin]:
    """So many bins of each warehouse. One statement."""
    given = [list(numbers), list(numbers.values()), sorted(SELLABLE)]
    return [SpotBin(*row) for row in fetch_rows(_LONGEST_AGO, given)]
