"""Give anomalies to a person who sees to them.

Afterwards each is this person's, who has the right and its shop and warehouse; without one, nobody's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.owning.giving import person_at_work
from zhanggui.fulfilment.rules.owning import Place, check_sees_to
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.cases import open_cases
from zhanggui.logistics.tracking.facts import AnomalyTaken


@transaction.atomic
def own_anomalies(
    *, anomaly_ids: Sequence[int], person_id: int | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    person = person_at_work(person_id) if person_id else None

    def may_be_theirs(case: Any) -> None:
        if person:
            check_sees_to(Place(case.shop_id, case.warehouse_id), person, grant="resolve_anomalies")

    ready, refused = open_cases(anomaly_ids, actor, check=may_be_theirs)

    Anomaly.objects.filter(pk__among={case.pk for case in ready}).update(owner=person_id)

    name = person.name if person else "-"
    announce([AnomalyTaken(case.track__parcel_id, case.kind, name) for case in ready], actor=actor, at=at)
    return Outcome(done=[case.pk for case in ready], refused=refused)
