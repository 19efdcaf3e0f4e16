"""Claim waves, or one zone of them, to fetch them with a phone.

Afterwards every piece nobody had claimed there is this picker's; what others have claimed stays theirs.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Pick, Wave
from zhanggui.fulfilment.rules.picking import NothingToClaim, PaperOnly, WaveNotToPick, is_whose
from zhanggui.fulfilment.rules.zones import zone_of
from zhanggui.fulfilment.states import PickMeans, PickState, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def claim_picks(*, wave_ids: Sequence[int], zone: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    waves = list(locked(Wave.objects.visible_to(actor), wave_ids))
    to_pick = Pick.objects.filter(wave_id__among={wave.pk for wave in waves}, state=PickState.TO_PICK).order_by("pk")
    free: dict[int, list[int]] = defaultdict(list)
    theirs: dict[int, set[str]] = defaultdict(set)
    rows = to_pick.values_list("pk", "wave_id", "picker_id", "picker", "location__code")
    for pk, wave_id, picker_id, picker, code in rows:
        if zone and zone_of(code) != zone:
            continue
        if not picker or is_whose(picker_id, picker, user_id=actor.user_id, name=actor.name):
            free[wave_id].append(pk)
        else:
            theirs[wave_id].add(picker)

    def check(wave: Wave) -> None:
        if wave.state != WaveState.PRINTED:
            raise WaveNotToPick(number=wave.number, state=wave.get_state_display())
        if wave.means == PickMeans.PAPER:
            raise PaperOnly(number=wave.number)
        if not free[wave.pk]:
            raise NothingToClaim(number=wave.number, who=", ".join(sorted(theirs[wave.pk])) or "–")

    ready, refused = divide(waves, check=check, key=lambda wave: wave.pk)
    refused |= not_found("wave", wave_ids, (wave.pk for wave in waves))
    claimed = Pick.objects.filter(pk__among={pk for wave in ready for pk in free[wave.pk]})
    claimed.update(picker=actor.name[:80], picker_id=actor.user_id)
    return Outcome(done=[wave.pk for wave in ready], refused=refused)
