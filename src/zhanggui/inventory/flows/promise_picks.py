"""Set pieces aside in bins for the pickers of a wave."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import Balance
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.bins import Bin, BinsShort, PickPlan, PickWant, choose_bins
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, update_rows

_LOCK_BINS = """
SELECT balance.id, place.warehouse_id, place.id, balance.sku_id, balance.lot, balance.on_hand - balance.promised,
       place.kind = %s, place.walk_order
FROM inventory_balance AS balance
JOIN inventory_location AS place ON place.id = balance.location_id AND place.kind IN (%s, %s)
JOIN unnest(%s::bigint[], %s::bigint[]) AS given(warehouse_id, sku_id)
    ON given.warehouse_id = place.warehouse_id AND given.sku_id = balance.sku_id
ORDER BY balance.id
FOR NO KEY UPDATE OF balance
"""


@transaction.atomic
def promise_picks(*, wants: Sequence[PickWant], actor: Actor, at: datetime) -> list[PickPlan]:
    """Every want has its bins, and their pieces are set aside; one want may have several bins.

    All or nothing: BinsShort is raised when the bins cannot cover a want, its `keys` naming every such want.
    """
    if not wants:
        return []
    keys = sorted({(want.warehouse_id, want.sku_id) for want in wants})
    warehouse_ids, sku_ids = zip(*keys, strict=True)
    storage, picking = LocationKind.STORAGE.value, LocationKind.PICKING.value
    bins = fetch_rows(_LOCK_BINS, [storage, storage, picking, list(warehouse_ids), list(sku_ids)])

    plans, taken, shorts = choose_bins(wants, [Bin(*row) for row in bins])
    if shorts:
        raise _bins_short(shorts)

    update_rows(Balance, ("id",), ("promised",), sorted(taken.items()), add=True)
    return plans


def _bins_short(shorts: Sequence[tuple[PickWant, int]]) -> BinsShort:
    want, there = shorts[0]
    sku = sku_codes([want.sku_id]).get(want.sku_id, "")
    return BinsShort(sku=sku, wanted=want.quantity, there=there, keys=[want.key for want, _ in shorts])
