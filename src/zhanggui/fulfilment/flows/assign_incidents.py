"""Give incidents of the floor to somebody, or take them.

Afterwards that person sees to them until they are ended.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentAssigned
from zhanggui.fulfilment.incidents.open import divide_open
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.models import User


@transaction.atomic
def assign_incidents(*, incident_ids: Sequence[int], person_id: int, actor: Actor, at: datetime) -> Outcome[int]:
    person = User.objects.at_work().filter(pk=person_id).first()
    if person is None:
        raise NotFound(what="person", key=person_id)
    ready, refused = divide_open(incident_ids, actor=actor)
    ids = [incident.pk for incident in ready]

    Incident.objects.filter(pk__among=ids).update(owner=person, assigned_at=at)

    announce([IncidentAssigned(pk, person.name) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
