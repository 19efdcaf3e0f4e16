"""Withdraw the records of parcels that were taken back into the house before they left.

Afterwards nobody asks about them, and what seemed wrong with their way has passed. Shipped again they are followed
anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tracking.states import AnomalyState, Stage


@transaction.atomic
def withdraw_tracks(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    ids = Track.objects.filter(parcel_id__among=set(parcel_ids)).values_list("pk", flat=True)
    tracks = dict(locked(Track.objects.all(), list(ids)).values_list("pk", "parcel_id"))
    running = Anomaly.objects.filter(track_id__among=set(tracks), state=AnomalyState.OPEN).order_by("pk")
    anomaly_ids = list(running.select_for_update(no_key=True).values_list("pk", flat=True))

    Track.objects.filter(pk__among=set(tracks)).update(
        stage=Stage.WITHDRAWN, stage_at=at, next_at=None, look_at=None, subscribed_at=None
    )
    move_to(Anomaly, anomaly_ids, AnomalyState.PASSED, closed_at=at)
    return Outcome(done=list(tracks.values()))
