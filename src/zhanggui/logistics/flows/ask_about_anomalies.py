"""Ask the carriers about anomalies: the words to send them are made, and the asking is on record.

Afterwards each says when its carrier was asked last, and its source is asked anew within the minute.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tracking.cases import open_cases
from zhanggui.logistics.tracking.facts import CarrierAsked


@transaction.atomic
def ask_about_anomalies(*, anomaly_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    wanted = Anomaly.objects.filter(pk__among=set(anomaly_ids)).values_list("track_id", flat=True)
    list(locked(Track.objects.all(), set(wanted)).values_list("pk"))
    ready, refused = open_cases(anomaly_ids, actor)

    Anomaly.objects.filter(pk__among={case.pk for case in ready}).update(asked_at=at)
    tracks = Track.objects.filter(pk__among={case.track_id for case in ready}, next_at__isnull=False)
    tracks.update(next_at=Least(F("next_at"), at))

    announce([CarrierAsked(case.track__parcel_id, case.kind) for case in ready], actor=actor, at=at)
    return Outcome(done=[case.pk for case in ready], refused=refused)
