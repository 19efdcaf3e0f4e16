"""Add pictures to inspections, sealed, without what the camera wrote into them.

Afterwards each picture is with its inspection, for whoever may see that.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.pictures import cleaned
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal_short
from zhanggui.quality.facts import InspectionPhotoAdded
from zhanggui.quality.models import Inspection, InspectionPhoto

MOST = 10
_PHOTO = ("inspection_id", "sealed", "taken_by", "taken_at")


class Photo(NamedTuple):
    inspection_id: int
    picture: bytes


class TooManyPictures(Refusal):
    """An inspection keeps at most {most} pictures."""


@transaction.atomic
def add_inspection_photos(*, photos: Sequence[Photo], actor: Actor, at: datetime) -> Outcome[int]:
    """`done` and `refused` go by the inspections."""
    wanted = [photo.inspection_id for photo in photos]
    there = set(locked(Inspection.objects.visible_to(actor), wanted).values_list("pk", flat=True))
    refused = not_found("inspection", wanted, there)
    counts: dict[int, int] = {}
    for pk in InspectionPhoto.objects.filter(inspection_id__among=there).values_list("inspection_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rows = []
    for photo in photos:
        if photo.inspection_id in refused:
            continue
        counts[photo.inspection_id] = counts.get(photo.inspection_id, 0) + 1
        try:
            if counts[photo.inspection_id] > MOST:
                raise TooManyPictures(most=MOST)
            rows.append((photo.inspection_id, seal_short(cleaned(photo.picture)), actor.name[:80], at))
        except Refusal as refusal:
            refused[photo.inspection_id] = refusal

    insert_rows(InspectionPhoto, _PHOTO, rows)

    done = list(dict.fromkeys(row[0] for row in rows if row[0] not in refused))
    announce([InspectionPhotoAdded(pk) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
