"""Settle anomalies: somebody saw to them, and says how they ended.

Afterwards they are closed, and the same cause does not open them again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.kernel.steps import move_each
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.cases import open_cases
from zhanggui.logistics.tracking.facts import AnomalyEnded
from zhanggui.logistics.tracking.states import AnomalyState, Resolution
from zhanggui.orders.receivers.free_text import masked_for

_CLOSED = ("resolution", "note", "closed_at", "closed_by")


@transaction.atomic
def resolve_anomalies(
    *, anomaly_ids: Sequence[int], resolution: str, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    if resolution not in Resolution.values:
        raise NotFound(what="resolution", key=resolution)
    ready, refused = open_cases(anomaly_ids, actor)

    state = AnomalyState.RESOLVED.value
    notes = [said[:200] for said in masked_for((case.track__parcel__order_id, note.strip()) for case in ready)]
    rows = [(case.pk, state, resolution, said, at, actor.name[:80]) for case, said in zip(ready, notes, strict=True)]
    move_each(Anomaly, _CLOSED, rows)

    facts = [
        AnomalyEnded(case.track__parcel_id, case.kind, state, resolution, said)
        for case, said in zip(ready, notes, strict=True)
    ]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[case.pk for case in ready], refused=refused)
