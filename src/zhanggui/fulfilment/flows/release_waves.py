"""Release waves of single items to be picked before their labels exist 后置打单.

Afterwards each parcel of a wave has its waybill, checked as for printing, and no paper; the wave is picked as a sum of
pieces, and every label comes at the table, with its item (`print_table_labels`). A parcel that may not be printed keeps
its wave waiting: kick it out, or release the wave again.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.picking.facts import WaveReleased
from zhanggui.fulfilment.printable import issue_waybills, may_be_printed
from zhanggui.fulfilment.states import ONE_SKU_EACH, ParcelState, WaveState
from zhanggui.fulfilment.wave_sums import close_waves
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_together


class WaveNotToRelease(Refusal):
    """Wave {number} is {state}; only an open one is released to be picked."""


class WaveIsSorted(Refusal):
    """Wave {number} holds parcels of several goods: an item alone does not say whose label to print. Print it first."""


class NotAllReleased(Refusal):
    """{done} of {total} parcels may be picked. {reasons}"""


@transaction.atomic
def release_waves(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    waves = list(locked(Wave.objects.visible_to(actor), wave_ids))

    def check(wave: Wave) -> None:
        if wave.state != WaveState.OPEN:
            raise WaveNotToRelease(number=wave.number, state=wave.get_state_display())
        if wave.kind not in ONE_SKU_EACH:
            raise WaveIsSorted(number=wave.number)

    ready, refused = divide(waves, check=check, key=lambda wave: wave.pk)
    refused |= not_found("wave", wave_ids, (wave.pk for wave in waves))
    waiting = Parcel.objects.filter(wave_id__among={wave.pk for wave in ready}, state=ParcelState.WAVED)
    wave_of = dict(waiting.values_list("pk", "wave_id"))
    asked = may_be_printed(list(wave_of), needed=[ParcelState.WAVED], actor=actor)
    waybills, without = issue_waybills(asked.ready)
    reasons: dict[int, list[Refusal]] = defaultdict(list)
    for parcel_id, refusal in (asked.refused | without).items():
        reasons[wave_of[parcel_id] or 0].append(refusal)
    total = Counter(wave_of.values())

    Wave.objects.filter(pk__among={wave.pk for wave in ready}).update(labels_at_table=True)
    move_together(Parcel, ParcelState.PRINTED, ("waybill",), list(waybills.items()), prints=0)
    close_waves([wave.pk for wave in ready], at=at)

    done = [wave for wave in ready if wave.pk not in reasons]
    refused |= {
        pk: NotAllReleased(done=total[pk] - len(why), total=total[pk], reasons=why) for pk, why in reasons.items()
    }
    announce([WaveReleased(wave.pk, total[wave.pk]) for wave in done], actor=actor, at=at)
    return Outcome(done=[wave.pk for wave in done], refused=refused)
