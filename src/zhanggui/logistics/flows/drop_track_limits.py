"""Take limits of silence off the list.

Afterwards the next less exact one counts, or the usual hours.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import Track, TrackLimit
from zhanggui.logistics.tracking.states import UNDER_WAY


@transaction.atomic
def drop_track_limits(*, limit_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    outcome = drop_rows(TrackLimit.objects.all(), limit_ids, actor=actor, at=at)
    Track.objects.filter(stage__in=UNDER_WAY).update(look_at=at)
    return outcome
