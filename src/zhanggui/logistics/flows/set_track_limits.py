"""Say how many hours a parcel may be silent at a stage of its way: for a carrier, a province, both or all of them.

Afterwards every parcel under way is measured by it within minutes.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.places.rows import check_carrier, set_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.logistics.models import Track, TrackLimit
from zhanggui.logistics.tracking.rules import USUAL_HOURS, Limit, LimitHoursWrong, StageHasNoLimit
from zhanggui.logistics.tracking.states import UNDER_WAY, Stage

MOST_HOURS = 720


@transaction.atomic
def set_track_limits(*, limits: Sequence[Limit], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {f"{one.stage} {one.carrier or '*'} {one.region or '*'}": one for one in limits}

    ready, refused = divide(drafts, check=lambda name: _check(drafts[name]), key=lambda name: name)

    set_rows(TrackLimit, Limit._fields, Limit._fields[:3], {name: drafts[name] for name in ready}, actor=actor, at=at)
    Track.objects.filter(stage__in=UNDER_WAY).update(look_at=at)
    return Outcome(done=ready, refused=refused)


def _check(limit: Limit) -> None:
    if limit.stage not in USUAL_HOURS:
        raise StageHasNoLimit(stage=Stage(limit.stage).label if limit.stage in Stage.values else limit.stage)
    if limit.carrier:
        check_carrier(limit.carrier)
    if not 1 <= limit.hours <= MOST_HOURS:
        raise LimitHoursWrong(hours=limit.hours)
