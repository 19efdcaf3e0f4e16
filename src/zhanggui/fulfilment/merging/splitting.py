"""Splitting a parcel: its lines as the rules see them, the parcels that would result, and what each would cost."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Sum

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.rules.splitting import SplitLine
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.states import SELLABLE
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.orders.states import LineOrigin

LinesOf = dict[int, list[SplitLine]]
_HELD = (
    "parcel_id", "pk", "order_line__order_id", "sku__code", "quantity", "sku__weight_g", "sku__product__category_id",
    "sku__volume_cm3", "order_line__origin", "sku_id", "parcel__warehouse_id",
)  # fmt: skip
Free = dict[tuple[int, int], int]
"""Pieces by warehouse and SKU."""


def held_lines(parcel_ids: Iterable[int], *, elsewhere: Sequence[int] = (), locks: bool = False) -> LinesOf:
    """The lines of these parcels, in two statements; what the warehouses `elsewhere` could send of them in one more,
    locked if asked so that it stays true."""
    rows: list[tuple[Any, ...]] = list(
        ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("pk").values_list(*_HELD)
    )
    ready = _in_bins({(row[10], row[9]) for row in rows})
    free = _free({row[9] for row in rows}, elsewhere, locks=locks) if elsewhere else {}
    found: LinesOf = {}
    for parcel_id, line_id, order_id, sku, quantity, grams, category, cm3, origin, sku_id, warehouse_id in rows:
        there = max(0, ready.get((warehouse_id, sku_id), 0))
        own = min(there, quantity)
        ready[warehouse_id, sku_id] = there - own
        others = tuple(
            (pk, min(free[pk, sku_id], quantity - own))
            for pk in elsewhere
            if pk != warehouse_id and free.get((pk, sku_id), 0) > 0 and own < quantity
        )
        for pk, pieces in others:
            free[pk, sku_id] -= pieces
        found.setdefault(parcel_id, []).append(
            SplitLine(line_id, order_id, sku, quantity, grams, category, own, cm3, others, origin == LineOrigin.GIFT)
        )
    return found


def _free(sku_ids: set[int], warehouse_ids: Sequence[int], *, locks: bool) -> Free:
    """Pieces that these warehouses could still promise."""
    if locks:
        held = lock_availability({(pk, sku_id) for pk in warehouse_ids for sku_id in sku_ids})
        return {key: row.there - row.aside for key, row in held.items()}
    rows = Availability.objects.filter(sku_id__among=sku_ids, warehouse_id__in=warehouse_ids)
    summed = rows.values_list("warehouse_id", "sku_id", "sellable", "claimed")
    return {(pk, sku_id): sellable - claimed for pk, sku_id, sellable, claimed in summed}


def _in_bins(keys: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Pieces that lie in bins of a warehouse and are set aside for nobody."""
    rows = Balance.objects.filter(
        sku_id__among={sku_id for _, sku_id in keys},
        location__warehouse_id__in=sorted({warehouse_id for warehouse_id, _ in keys}),
        location__kind__in=sorted(SELLABLE),
    )
    summed = rows.values_list("location__warehouse_id", "sku_id").annotate(n=Sum(F("on_hand") - F("promised")))
    return {(warehouse_id, sku_id): pieces for warehouse_id, sku_id, pieces in summed}
