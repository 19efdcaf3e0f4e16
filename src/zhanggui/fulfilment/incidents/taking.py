"""One's own hand on an incident, whoever had it."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.fulfilment.flows.assign_incidents import assign_incidents
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


def take_incidents(*, incident_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """As `assign_incidents` to the person who asks."""
    return assign_incidents(incident_ids=incident_ids, person_id=actor.user_id or 0, actor=actor, at=at)
