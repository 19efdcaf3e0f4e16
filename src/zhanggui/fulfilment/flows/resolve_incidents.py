"""End incidents of the floor: how they were settled, and in which words.

Afterwards they are out of the queue; the same trouble again is a new incident.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentResolved
from zhanggui.fulfilment.incidents.open import divide_open
from zhanggui.fulfilment.incidents.states import IncidentEnd, IncidentState
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.rules.hiding import masked


class ResolutionMissing(Refusal):
    """Say how it was settled."""


@transaction.atomic
def resolve_incidents(
    *, incident_ids: Sequence[int], resolution: str, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    if not resolution or resolution not in IncidentEnd.values:
        raise ResolutionMissing
    ready, refused = divide_open(incident_ids, actor=actor)
    ids, words = [incident.pk for incident in ready], masked(note.strip())[:300]

    move_to(
        Incident, ids, IncidentState.RESOLVED,
        resolution=resolution, resolution_note=words, resolved_by=actor.name[:80], resolved_at=at,
    )  # fmt: skip

    announce([IncidentResolved(pk, resolution, words) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
