"""Warn of parcels that were stopped though their platforms show them as sent: told, taken back, and never leaving.

Afterwards each told notice of such a parcel is told in vain, until someone has set the platform right and says so.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import ShipmentToldInVain
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to

STAYING = (ParcelState.STOPPED, ParcelState.VOID)


@transaction.atomic
def warn_of_told_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    told = Notice.objects.visible_to(actor).filter(
        parcel_id__among=set(parcel_ids), parcel__state__in=STAYING, state=NoticeState.TOLD, settled_by=""
    )
    notices = list(
        locked(told, told.values_list("pk", flat=True)).values_list("pk", "order_id", "parcel_id", "parcel__waybill")
    )

    move_to(Notice, [notice_id for notice_id, *_ in notices], NoticeState.IN_VAIN)

    announce([ShipmentToldInVain(order_id, waybill) for _, order_id, _, waybill in notices], actor=actor, at=at)
    return Outcome(done=sorted({parcel_id for _, _, parcel_id, _ in notices}))
