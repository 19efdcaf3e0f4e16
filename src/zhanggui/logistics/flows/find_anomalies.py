"""Find parcels that have been silent for too long, or are not collected in time.

Afterwards each of them has an open anomaly, due when the platform counts it or the time allowed is over; whatever is
not wrong any more has passed. At most two thousand parcels at once: the next round goes on.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import Track
from zhanggui.logistics.tracking.finding import write_findings
from zhanggui.logistics.tracking.folding import fold_tracks

MOST = 2000


@transaction.atomic
def find_anomalies(*, actor: Actor, at: datetime) -> Outcome[int]:
    due = Track.objects.filter(look_at__lte=at).order_by("look_at", "pk").values_list("pk", flat=True)[:MOST]
    rows = Track.objects.filter(pk__among=set(due)).select_related("parcel").order_by("pk")
    tracks = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))

    facts = write_findings(fold_tracks(tracks), at=at)

    announce(facts, actor=actor, at=at)
    return Outcome(done=[track.pk for track in tracks])
