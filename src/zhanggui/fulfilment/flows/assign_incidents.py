"""Give incidents of the floor to somebody, or take them.

Afterwards that person sees to them until they are ended: somebody who has the right, and their shop and warehouse.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentAssigned
from zhanggui.fulfilment.incidents.open import divide_open
from zhanggui.fulfilment.models import Incident
from zhanggui.fulfilment.owning.giving import person_at_work
from zhanggui.fulfilment.rules.owning import Place, check_sees_to
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def assign_incidents(*, incident_ids: Sequence[int], person_id: int, actor: Actor, at: datetime) -> Outcome[int]:
    person = person_at_work(person_id)

    def may_be_theirs(incident: Any) -> None:
        check_sees_to(Place(incident.shop_id, incident.warehouse_id), person, grant="resolve_incidents")

    ready, refused = divide_open(incident_ids, actor=actor, check=may_be_theirs)
    ids = [incident.pk for incident in ready]

    Incident.objects.filter(pk__among=ids).update(owner=person_id, assigned_at=at)

    announce([IncidentAssigned(pk, person.name) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
