"""Pieces kept from sale because of their lots may leave the shelves: what holds them makes way, and holds the rest."""

from collections.abc import Collection, Mapping
from datetime import datetime

from zhanggui.inventory.flows.hold_lots import CLAIM, hold_lots
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.models import LotHold
from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.sums import Held
from zhanggui.kernel.actor import Actor


def make_way(
    availability: Mapping[StockKey, Held], keys: Collection[StockKey], *, actor: Actor, at: datetime
) -> tuple[dict[StockKey, Held], set[int]]:
    """Nothing of these keys is held because of its lot; the sums as they are now, and the SKUs to hold again.

    The caller has locked the sums.
    """
    now = dict(availability)
    if not keys:
        return now, set()
    rows = LotHold.objects.filter(sku_id__among={sku_id for _, sku_id in keys})
    holds = [row for row in rows.order_by("pk") if (row.warehouse_id, row.sku_id) in keys]
    if not holds:
        return now, set()
    release_claims(cause=CLAIM, cause_ids=[hold.pk for hold in holds], actor=actor, at=at)
    LotHold.objects.filter(pk__among=[hold.pk for hold in holds]).delete()
    for hold in holds:
        key = (hold.warehouse_id, hold.sku_id)
        now[key] = now[key]._replace(aside=now[key].aside - hold.quantity)
    return now, {hold.sku_id for hold in holds}


def hold_again(sku_ids: Collection[int], *, actor: Actor, at: datetime) -> None:
    """What may still not be sold of these SKUs is held."""
    if sku_ids:
        hold_lots(sku_ids=sorted(sku_ids), actor=actor, at=at)
