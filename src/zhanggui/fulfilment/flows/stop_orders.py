"""Stop everything under way for orders that were asked to stop.

Afterwards no parcel of these orders is on its way out, each says the reason its order gave, and the orders may be
planned again. An order that nobody asked to stop, or that has stopped already, is left alone: a second run of the job
never meets the parcels planned since.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import LIVE
from zhanggui.fulfilment.stopping import stop_each
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.models import Order
from zhanggui.orders.stopping import lift_stops


@transaction.atomic
def stop_orders(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    travelling = ParcelLine.objects.filter(
        parcel__lines__order_line__order_id__among=sorted(set(order_ids)), parcel__state__in=LIVE
    )
    together = set(travelling.values_list("order_line__order_id", flat=True))
    orders = locked(Order.objects.visible_to(actor), together | set(order_ids)).values_list("pk", "stop_reason")
    asked = {order_id: reason for order_id, reason in orders if reason and order_id in set(order_ids)}

    live = list(
        ParcelLine.objects.filter(order_line__order_id__among=sorted(asked), parcel__state__in=LIVE)
        .order_by("pk")
        .values_list("parcel_id", "order_line__order_id")
    )
    outcome = stop_each({parcel_id: asked[order_id] for parcel_id, order_id in live}, actor=actor, at=at)
    still = {order_id for parcel_id, order_id in live if parcel_id in outcome.refused}
    lift_stops(sorted(set(asked) - still))
    return outcome
