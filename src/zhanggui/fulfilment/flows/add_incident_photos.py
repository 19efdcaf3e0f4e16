"""Add pictures to incidents of the floor, sealed, without what the camera wrote into them.

Afterwards each picture is with its incident, for whoever may see that.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentPictured
from zhanggui.fulfilment.models import Incident, IncidentPhoto
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.pictures import cleaned
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal_short

MOST = 10
_PHOTO = ("incident_id", "sealed", "taken_by", "taken_at")


class Photo(NamedTuple):
    incident_id: int
    picture: bytes


class TooManyPhotos(Refusal):
    """An incident keeps at most {most} pictures."""


@transaction.atomic
def add_incident_photos(*, photos: Sequence[Photo], actor: Actor, at: datetime) -> Outcome[int]:
    """`done` and `refused` go by the incidents."""
    wanted = [photo.incident_id for photo in photos]
    there = set(locked(Incident.objects.visible_to(actor), wanted).values_list("pk", flat=True))
    refused = not_found("incident", wanted, there)
    counts: dict[int, int] = {}
    for pk in IncidentPhoto.objects.filter(incident_id__among=there).values_list("incident_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rows = []
    for photo in photos:
        if photo.incident_id in refused:
            continue
        counts[photo.incident_id] = counts.get(photo.incident_id, 0) + 1
        try:
            if counts[photo.incident_id] > MOST:
                raise TooManyPhotos(most=MOST)
            rows.append((photo.incident_id, seal_short(cleaned(photo.picture)), actor.name[:80], at))
        except Refusal as refusal:
            refused[photo.incident_id] = refusal

    insert_rows(IncidentPhoto, _PHOTO, rows)

    done = list(dict.fromkeys(row[0] for row in rows if row[0] not in refused))
    announce([IncidentPictured(pk) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
