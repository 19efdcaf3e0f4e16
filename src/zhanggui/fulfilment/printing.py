"""Printing from the lists: labels of whole waves, and papers opened for what was chosen."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class NotAllPrinted(Refusal):
    """{done} of {total} labels were printed. {reasons}"""


class NothingToPrintInWave(Refusal):
    """No parcel of this wave is waiting to be printed."""


class OneWaveAtATime(Refusal):
    """This paper is opened for one wave at a time."""


def print_waves(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The unprinted parcels of these waves are printed. A wave is done when there is a label of it to fetch."""
    waiting = Parcel.objects.filter(wave_id__among=set(wave_ids), state=ParcelState.WAVED)
    waves = dict(waiting.order_by("wave_id", "cell").values_list("pk", "wave_id"))
    printed = print_parcels(parcel_ids=list(waves), actor=actor, at=at)
    refused: dict[int, Refusal] = {}
    for wave_id in wave_ids:
        own = {parcel_id for parcel_id, its_wave in waves.items() if its_wave == wave_id}
        reasons = [printed.refused[parcel_id] for parcel_id in own if parcel_id in printed.refused]
        if not own:
            refused[wave_id] = NothingToPrintInWave()
        elif reasons:
            refused[wave_id] = NotAllPrinted(done=len(own) - len(reasons), total=len(own), reasons=reasons)
    done = {waves[parcel_id] for parcel_id in printed.done}
    return Outcome([wave_id for wave_id in wave_ids if wave_id in done], refused)


def open_papers(*, ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the papers of what was chosen are opened."""
    return Outcome(list(ids))


def open_one_wave(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the paper of the first wave is opened."""
    return Outcome(list(wave_ids[:1]), {wave_id: OneWaveAtATime() for wave_id in wave_ids[1:]})
