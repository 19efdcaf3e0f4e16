"""One's own hand on an anomaly, whoever had it."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.flows.own_anomalies import own_anomalies


def take_anomalies(*, anomaly_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """As `own_anomalies` for the person who asks."""
    if not actor.user_id:
        raise NotFound(what="person", key=actor.name)
    return own_anomalies(anomaly_ids=anomaly_ids, person_id=actor.user_id, actor=actor, at=at)
