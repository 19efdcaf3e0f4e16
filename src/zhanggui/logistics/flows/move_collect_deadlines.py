"""Take over the deadlines of collection that platforms moved after parcels had left.

Afterwards each parcel that was not collected yet is due when the nearest of its orders is.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import Track
from zhanggui.logistics.tracking.states import Stage


@transaction.atomic
def move_collect_deadlines(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    mine = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids)).values("parcel_id")
    waiting = Track.objects.filter(parcel_id__in=mine, stage=Stage.HANDED_OVER)
    tracks = dict(
        locked(Track.objects.all(), list(waiting.values_list("pk", flat=True))).values_list("parcel_id", "pk")
    )
    lines = ParcelLine.objects.filter(parcel_id__among=set(tracks)).order_by()
    due = lines.values("parcel_id").annotate(due=Min("order_line__order__collect_by")).values_list("parcel_id", "due")

    update_rows(Track, ("id",), ("collect_by", "look_at"), [(tracks[pk], collect_by, at) for pk, collect_by in due])
    return Outcome(done=list(order_ids))
