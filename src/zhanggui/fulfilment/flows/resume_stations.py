"""Let stopped stations take parcels again.

Afterwards the carrier may be chosen for these areas.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import StoppedStation
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def resume_stations(*, stop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return drop_rows(StoppedStation.objects.all(), stop_ids, actor=actor, at=at)
