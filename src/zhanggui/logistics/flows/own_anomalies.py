"""Give anomalies to a person who sees to them.

Afterwards each is this person's; without one, nobody's.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.cases import open_cases
from zhanggui.logistics.tracking.facts import AnomalyTaken
from zhanggui.people.models import User


@transaction.atomic
def own_anomalies(
    *, anomaly_ids: Sequence[int], person_id: int | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    person = User.objects.at_work().filter(pk=person_id).first() if person_id else None
    if person_id and person is None:
        raise NotFound(what="person", key=person_id)
    ready, refused = open_cases(anomaly_ids, actor)

    Anomaly.objects.filter(pk__among={case.pk for case in ready}).update(owner=person)

    name = person.name if person else "-"
    announce([AnomalyTaken(case.track__parcel_id, case.kind, name) for case in ready], actor=actor, at=at)
    return Outcome(done=[case.pk for case in ready], refused=refused)
