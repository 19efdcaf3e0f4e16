"""Build waves of planned parcels.

Afterwards each parcel has a cell in one wave, and every piece of it is set aside in a bin; a parcel taken by another
builder, or whose bins cannot cover it, is left planned. Where numbers come from accounts, the parcels await theirs.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models.strategy import USUAL_SIZE
from zhanggui.fulfilment.rules.waves import Layout, put_together
from zhanggui.fulfilment.waving.loading import lines_of, load_waiting, planned, unlocked
from zhanggui.fulfilment.waving.promising import promise
from zhanggui.fulfilment.waving.writing import NewWave, write_waves
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

DEFAULT_SIZE = USUAL_SIZE


@transaction.atomic
def build_waves(
    *, parcel_ids: Sequence[int], wave_size: int = DEFAULT_SIZE, actor: Actor, at: datetime
) -> Outcome[int]:
    waiting, refused = load_waiting(parcel_ids, unlocked(planned(parcel_ids, actor=actor)))
    promised = promise(waiting, lines_of(waiting), actor=actor, at=at)

    ready = [parcel for parcel in waiting if parcel.parcel_id not in promised.short]
    plans, rest = put_together(ready, Layout(wave_size))

    write_waves([NewWave(plan) for plan in plans], promised, actor=actor, at=at)
    return Outcome(
        done=[parcel_id for plan in plans for parcel_id in plan.parcel_ids], refused=refused | promised.short | rest
    )
