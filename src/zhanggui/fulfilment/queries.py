"""Reads over parcels that span relations."""

from collections.abc import Sequence

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Hold
from zhanggui.orders.states import HoldReason, OrderState

AT_ONCE = 1000


def orders_waiting_for(sku_ids: Sequence[int]) -> list[int]:
    """Reviewed orders held for want of stock that need one of these SKUs, nearest deadline first."""
    rows = Hold.objects.filter(
        reason=HoldReason.SHORTAGE, order__state=OrderState.REVIEWED, order__lines__sku_id__among=list(sku_ids)
    )
    ids = rows.order_by("order__ship_by", "order_id").values_list("order_id", flat=True)
    return list(dict.fromkeys(ids))[:AT_ONCE]


def parcels_to_wave(*, warehouse_id: int | None = None, limit: int = AT_ONCE, actor: Actor) -> list[int]:
    """Planned parcels nobody holds back, nearest deadline first."""
    parcels = Parcel.objects.visible_to(actor).filter(state=ParcelState.PLANNED, order__open_holds=0)
    if warehouse_id is not None:
        parcels = parcels.filter(warehouse_id=warehouse_id)
    return list(parcels.order_by("ship_by", "pk").values_list("pk", flat=True)[:limit])
