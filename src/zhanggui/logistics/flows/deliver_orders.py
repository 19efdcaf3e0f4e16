"""Tell the orders in delivered parcels that they have arrived.

Afterwards every order of which all parcels were delivered says so; one of which anything is still in the house, on its
way, or coming back waits for that.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.tracking.states import Stage
from zhanggui.orders.flows.record_deliveries import Delivery, record_deliveries

_NEVER_LEAVE = (ParcelState.VOID, ParcelState.MERGED)


@transaction.atomic
def deliver_orders(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    mine = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).values_list("order_line__order_id", flat=True)
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(mine)).exclude(parcel__state__in=_NEVER_LEAVE)
    stages = lines.order_by("pk").values_list(
        "order_line__order_id", "parcel__track__stage", "parcel__track__delivered_at"
    )
    arrived: dict[int, datetime] = {}
    waiting: set[int] = set()
    for order_id, stage, delivered_at in stages:
        if stage != Stage.DELIVERED or delivered_at is None:
            waiting.add(order_id)
        else:
            arrived[order_id] = max(arrived.get(order_id, delivered_at), delivered_at)
    whole = [Delivery(pk, moment) for pk, moment in sorted(arrived.items()) if pk not in waiting]
    return record_deliveries(deliveries=whole, actor=actor, at=at) if whole else Outcome()
