"""Keep from sale what lies on the shelves of lots that may not be sold.

Afterwards, of each SKU asked for, the pieces whose lot is stopped, has expired or has less life left than the SKU is
sold with are claimed in their warehouse, as far as no buyer had claimed them; what may be sold again is free. No bin of
such a lot is promised to a picker, whoever holds the claim.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.models import LotHold
from zhanggui.inventory.rules.claims import StockKey, Want
from zhanggui.inventory.rules.lots import hold_sizes
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.outcome import Outcome

CLAIM = "lot_hold"
"""The cause under which pieces of such lots are claimed."""

_BLOCKED = """
SELECT place.warehouse_id, balance.sku_id, sum(balance.on_hand - balance.promised)
FROM inventory_balance AS balance
JOIN inventory_location AS place ON place.id = balance.location_id AND place.kind IN ('storage', 'picking')
JOIN inventory_lot AS lot ON lot.sku_id = balance.sku_id AND lot.code = balance.lot
JOIN catalog_sku AS sku ON sku.id = lot.sku_id
WHERE balance.sku_id = ANY(%s) AND balance.on_hand > balance.promised
  AND (lot.state = 'stopped' OR lot.expires_on - sku.sale_life_days < %s)
GROUP BY place.warehouse_id, balance.sku_id
"""


@transaction.atomic
def hold_lots(*, sku_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = list(dict.fromkeys(sku_ids))
    rows = LotHold.objects.filter(sku_id__among=set(asked)).values_list("warehouse_id", "sku_id", "pk", "quantity")
    keys = {(row[0], row[1]) for row in rows} | _blocked(asked, on=localdate(at)).keys()
    availability = lock_availability(sorted(keys))
    # Read again behind the lock: who moved such goods, or held them, meanwhile has committed.
    holds = {(warehouse_id, sku_id): (pk, pieces) for warehouse_id, sku_id, pk, pieces in rows.all()}
    blocked = _blocked(asked, on=localdate(at))

    sizes = hold_sizes(
        blocked,
        free={key: row.there - row.aside for key, row in availability.items()},
        held={key: pieces for key, (_pk, pieces) in holds.items() if key in availability},
    )

    over = [holds[key][0] for key in sizes if key in holds]
    release_claims(cause=CLAIM, cause_ids=over, actor=actor, at=at)
    LotHold.objects.filter(pk__among=over).delete()
    new = [(*key, pieces, at) for key, pieces in sorted(sizes.items()) if pieces]
    written = insert_rows(
        LotHold,
        ("warehouse_id", "sku_id", "quantity", "at"),
        new,
        returning=("id", "warehouse_id", "sku_id", "quantity"),
    )
    claim_stock(cause=CLAIM, wants=[Want(row[0], *row) for row in written], actor=actor, at=at)
    return Outcome(done=asked)


def _blocked(sku_ids: Sequence[int], *, on: date) -> dict[StockKey, int]:
    """Pieces on the shelves that are promised to no picker and may not be sold on that day."""
    rows = fetch_rows(_BLOCKED, [list(sku_ids), on])
    return {(warehouse_id, sku_id): int(pieces) for warehouse_id, sku_id, pieces in rows}
