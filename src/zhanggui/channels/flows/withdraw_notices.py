"""Withdraw what the platforms were to be told of parcels that were taken back into the house.

Afterwards nothing waits to be told of them, and of lines that travel in several parcels the platforms hear with another
parcel that has left. What a platform was told stays told: the parcel will leave under the same waybill. A parcel that
has left again meanwhile keeps its notices.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhanggui.channels.facts import ShipmentWithdrawn
from zhanggui.channels.models import Notice
from zhanggui.channels.queueing import lock_orders, queue_parcels
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal

_KNOWN_THERE = (NoticeState.TOLD, NoticeState.IN_VAIN)


class ParcelHasLeft(Refusal):
    """Parcel {number} has left; its platform must be told."""


@transaction.atomic
def withdraw_notices(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lock_orders(parcel_ids)
    parcels = locked(Parcel.objects.visible_to(actor), parcel_ids).values_list("pk", "number", "state", "waybill")

    refused: dict[int, Refusal] = {key: NotFound(what="parcel", key=key) for key in parcel_ids}
    here: dict[int, str] = {}
    for parcel_id, number, state, waybill in parcels:
        if state == ParcelState.SHIPPED:
            refused[parcel_id] = ParcelHasLeft(number=number)
        else:
            here[parcel_id] = waybill
            del refused[parcel_id]

    waiting = Notice.objects.filter(parcel_id__among=set(here)).exclude(state__in=_KNOWN_THERE)
    notices = list(waiting.order_by("pk").values_list("pk", "order_id", "parcel_id"))
    Notice.objects.filter(pk__among=[notice_id for notice_id, _, _ in notices]).exclude(state__in=_KNOWN_THERE).delete()
    queue_parcels(_left_with({parcel_id for _, _, parcel_id in notices}), at=at)

    announce([ShipmentWithdrawn(order_id, here[parcel_id]) for _, order_id, parcel_id in notices], actor=actor, at=at)
    return Outcome(done=list(here), refused=refused)


def _left_with(parcel_ids: Collection[int]) -> QuerySet[ParcelLine]:
    """What has left for the channel's lines that these parcels serve too; no notice of it was needed beside theirs."""
    sources = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids), order_line__source__isnull=False)
    return ParcelLine.objects.filter(
        order_line__source_id__among=set(sources.values_list("order_line__source_id", flat=True)),
        parcel__state=ParcelState.SHIPPED,
    )
