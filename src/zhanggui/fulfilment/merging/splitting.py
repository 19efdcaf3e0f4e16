"""Splitting a parcel: its lines as the rules see them, the parcels that would result, and what each would cost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Sum

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.rules.splitting import SplitLine
from zhanggui.inventory.models import Balance
from zhanggui.inventory.states import SELLABLE

_HELD = (
    "parcel_id", "pk", "order_line__order_id", "sku__code", "quantity", "sku__weight_g", "sku__product__category_id",
    "sku_id", "parcel__warehouse_id",
)  # fmt: skip


def held_lines(parcel_ids: Iterable[int]) -> dict[int, list[SplitLine]]:
    """The lines of these parcels, in two statements."""
    rows: list[tuple[Any, ...]] = list(
        ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("pk").values_list(*_HELD)
    )
    ready = _in_bins({(row[8], row[7]) for row in rows})
    found: dict[int, list[SplitLine]] = {}
    for parcel_id, line_id, order_id, sku, quantity, grams, category, sku_id, warehouse_id in rows:
        there = max(0, ready.get((warehouse_id, sku_id), 0))
        own = min(there, quantity)
        ready[warehouse_id, sku_id] = there - own
        found.setdefault(parcel_id, []).append(SplitLine(line_id, order_id, sku, quantity, grams, category, own))
    return found


def _in_bins(keys: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Pieces that lie in bins of a warehouse and are set aside for nobody."""
    rows = Balance.objects.filter(
        sku_id__among={sku_id for _, sku_id in keys},
        location__warehouse_id__in=sorted({warehouse_id for warehouse_id, _ in keys}),
        location__kind__in=sorted(SELLABLE),
    )
    summed = rows.values_list("location__warehouse_id", "sku_id").annotate(n=Sum(F("on_hand") - F("promised")))
    return {(warehouse_id, sku_id): pieces for warehouse_id, sku_id, pieces in summed}


def grams_of(lines: Sequence[SplitLine], take: Mapping[int, int]) -> int:
    return sum(line.grams * take.get(line.line_id, 0) for line in lines)
