"""Give waves to a picker.

Afterwards all that is still to be fetched of them is theirs, whoever had it; without a person it is nobody's. They
must be one who picks, in the warehouse of the wave.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Pick, Wave
from zhanggui.fulfilment.owning.giving import person_at_work
from zhanggui.fulfilment.rules.owning import Place, check_sees_to
from zhanggui.fulfilment.rules.picking import PaperOnly, WaveNotToPick
from zhanggui.fulfilment.states import PickMeans, PickState, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def give_picks(*, wave_ids: Sequence[int], person_id: int | None = None, actor: Actor, at: datetime) -> Outcome[int]:
    person = person_at_work(person_id) if person_id else None
    waves = list(locked(Wave.objects.visible_to(actor), wave_ids))

    def check(wave: Wave) -> None:
        if wave.state != WaveState.PRINTED:
            raise WaveNotToPick(number=wave.number, state=wave.get_state_display())
        if wave.means == PickMeans.PAPER:
            raise PaperOnly(number=wave.number)
        if person:
            check_sees_to(Place(None, wave.warehouse_id), person, grant="take_picks")

    ready, refused = divide(waves, check=check, key=lambda wave: wave.pk)
    refused |= not_found("wave", wave_ids, (wave.pk for wave in waves))
    left = Pick.objects.filter(wave_id__among={wave.pk for wave in ready}, state=PickState.TO_PICK)
    left.update(picker=person.name[:80] if person else "", picker_id=person_id if person else None)
    return Outcome(done=[wave.pk for wave in ready], refused=refused)
