"""Queue what the platforms must be told of parcels that have left.

Afterwards there is one notice per parcel and order, however often this is asked. Shops without a platform have none.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.models import ShopLink
from zhanggui.channels.queueing import lock_orders, queue_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal


class ParcelStillHere(Refusal):
    """Parcel {number} has not left; there is nothing to tell."""


@transaction.atomic
def queue_notices(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = sorted(set(parcel_ids))
    lock_orders(asked)
    parcels = Parcel.objects.visible_to(actor).filter(pk__among=asked).values_list("pk", "number", "state")
    linked = set(ShopLink.objects.values_list("shop_id", flat=True))

    refused: dict[int, Refusal] = {key: NotFound(what="parcel", key=key) for key in asked}
    left: list[int] = []
    for parcel_id, number, state in parcels:
        if state == ParcelState.SHIPPED:
            left.append(parcel_id)
            del refused[parcel_id]
        else:
            refused[parcel_id] = ParcelStillHere(number=number)

    queue_parcels(ParcelLine.objects.filter(parcel_id__among=left, order_line__order__shop_id__in=linked), at=at)
    return Outcome(done=left, refused=refused)
