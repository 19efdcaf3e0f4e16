"""Parcels that carry a lot, or are to carry it."""

from collections.abc import Iterable

from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.inventory.models import Lot
from zhanggui.inventory.states import LotState

UNSENT = frozenset(
    {ParcelState.WAVED, ParcelState.PRINTED, ParcelState.PICKED, ParcelState.VERIFIED, ParcelState.WEIGHED}
)
"""Parcels that have their bins and have not left."""


def unsent_parcels_with(lot_ids: Iterable[int]) -> dict[int, str]:
    """Parcels that have not left and carry pieces of these lots, as far as they are stopped: by parcel the reason."""
    lots = Lot.objects.filter(pk__among=set(lot_ids), state=LotState.STOPPED)
    reasons = {
        (sku_id, code): f"{code}: {reason}" for sku_id, code, reason in lots.values_list("sku_id", "code", "reason")
    }
    if not reasons:
        return {}
    picks = Pick.objects.filter(
        sku_id__among={sku_id for sku_id, _ in reasons}, lot__in={code for _, code in reasons},
        parcel_line__parcel__state__in=UNSENT,
    ).exclude(state=PickState.CANCELLED)  # fmt: skip
    carried = picks.order_by("parcel_line__parcel_id").values_list("parcel_line__parcel_id", "sku_id", "lot")
    return {parcel_id: reasons[sku_id, lot] for parcel_id, sku_id, lot in carried if (sku_id, lot) in reasons}
