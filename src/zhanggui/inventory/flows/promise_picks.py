"""Set pieces aside in bins for the pickers of a wave."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhanggui.inventory.models import Balance
from zhanggui.inventory.queries import free_bins, sku_codes
from zhanggui.inventory.rules.bins import BinsShort, PickPlan, PickWant, choose_bins
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows


@transaction.atomic
def promise_picks(*, wants: Sequence[PickWant], actor: Actor, at: datetime) -> list[PickPlan]:
    """Every want has its bins, and their pieces are set aside; one want may have several bins.

    What expires first goes first; lots that are stopped, or have less life left than the SKU or the want asks for, are
    never promised. All or nothing: BinsShort is raised when the bins cannot cover a want, its `keys` naming every such
    want.
    """
    if not wants:
        return []
    bins = free_bins(((want.warehouse_id, want.sku_id) for want in wants), on=localdate(at), locked=True)

    plans, taken, shorts = choose_bins(wants, bins)
    if shorts:
        raise _bins_short(shorts)

    update_rows(Balance, ("id",), ("promised",), sorted(taken.items()), add=True)
    return plans


def _bins_short(shorts: Sequence[tuple[PickWant, int]]) -> BinsShort:
    want, there = shorts[0]
    sku = sku_codes([want.sku_id]).get(want.sku_id, "")
    return BinsShort(sku=sku, wanted=want.quantity, there=there, keys=[want.key for want, _ in shorts])
