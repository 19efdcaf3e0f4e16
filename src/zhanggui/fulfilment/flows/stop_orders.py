"""Stop everything under way for orders whose buyer or platform now says otherwise.

Afterwards no parcel of these orders is on its way out; each says as its reason what the order says.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import LIVE
from zhanggui.fulfilment.stopping import stop_each
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.states import HoldReason, OrderState


@transaction.atomic
def stop_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = (
        Parcel.objects.visible_to(actor)
        .filter(lines__order_line__order_id__among=list(order_ids), state__in=LIVE)
        .distinct()
        .values_list("pk", "lines__order_line__order_id")
    )
    reasons = _reasons(order_ids)
    return stop_each(
        {parcel_id: reasons.get(order_id, HoldReason.REVIEW.value) for parcel_id, order_id in parcels},
        actor=actor,
        at=at,
    )


def _reasons(order_ids: Sequence[int]) -> dict[int, str]:
    """The word for why: cancelled, else the hold."""
    reasons: dict[int, str] = {}
    for order_id, reason in (
        Hold.objects.filter(order_id__among=list(order_ids)).order_by("-reason").values_list("order_id", "reason")
    ):
        reasons[order_id] = reason
    cancelled = Order.objects.filter(pk__among=list(order_ids), state=OrderState.CANCELLED)
    return reasons | dict.fromkeys(cancelled.values_list("pk", flat=True), OrderState.CANCELLED.value)
