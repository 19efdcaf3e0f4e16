"""Printing from the lists: labels of whole waves, and papers opened for what was chosen."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.models import Parcel, PrintDocument
from zhanggui.fulfilment.states import UNPROVEN, ParcelState
from zhanggui.fulfilment.wave_sums import WAITED_FOR
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_WAITING = ("pk", "wave_id", "state")


class NotAllPrinted(Refusal):
    """{done} of {total} labels were printed. {reasons}"""


class NothingToPrintInWave(Refusal):
    """No parcel of this wave is waiting to be printed."""


class OneWaveAtATime(Refusal):
    """This paper is opened for one wave at a time."""


def print_waves(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The unprinted parcels of these waves are printed, and their labels lie ready for a printer. A wave is done when
    there is a label of it to fetch, also one that was printed before and that nobody has seen yet."""
    waiting = Parcel.objects.filter(WAITED_FOR, wave_id__among=set(wave_ids))
    waves = {pk: (wave_id, state) for pk, wave_id, state in waiting.order_by("wave_id", "cell").values_list(*_WAITING)}
    waved = [pk for pk, (_, state) in waves.items() if state == ParcelState.WAVED]
    printed = print_labels(parcel_ids=waved, actor=actor, at=at)
    refused: dict[int, Refusal] = {}
    for wave_id in wave_ids:
        own = {parcel_id for parcel_id, (its_wave, _) in waves.items() if its_wave == wave_id}
        reasons = [printed.refused[parcel_id] for parcel_id in own if parcel_id in printed.refused]
        if not own:
            refused[wave_id] = NothingToPrintInWave()
        elif reasons:
            refused[wave_id] = NotAllPrinted(done=len(own) - len(reasons), total=len(own), reasons=reasons)
    done = {wave_id for parcel_id, (wave_id, _) in waves.items() if parcel_id not in printed.refused}
    return Outcome([wave_id for wave_id in wave_ids if wave_id in done], refused)


def print_labels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The parcels are printed, and their labels lie ready for a printer."""
    printed = print_parcels(parcel_ids=parcel_ids, actor=actor, at=at)
    opened = open_print_jobs(parcel_ids=printed.done, actor=actor, at=at)
    return Outcome(printed.done, printed.refused | opened.refused)


def print_labels_again(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The labels lie ready for a printer once more, each counted: in their job while that is not finished, else in a
    new one."""
    theirs = PrintDocument.objects.filter(parcel_id__among=set(parcel_ids), state__in=UNPROVEN)
    documents = dict(theirs.values_list("pk", "parcel_id"))
    again = reprint_labels(document_ids=list(documents), actor=actor, at=at)
    others = [pk for pk in parcel_ids if pk not in set(documents.values())]
    fresh = reprint_parcels(parcel_ids=others, actor=actor, at=at)
    opened = open_print_jobs(parcel_ids=fresh.done, actor=actor, at=at)
    refused = fresh.refused | opened.refused | {documents[pk]: why for pk, why in again.refused.items()}
    return Outcome([documents[pk] for pk in again.done] + opened.done, refused)


def open_papers(*, ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the papers of what was chosen are opened."""
    return Outcome(list(ids))


def open_one_wave(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the paper of the first wave is opened."""
    return Outcome(list(wave_ids[:1]), {wave_id: OneWaveAtATime() for wave_id in wave_ids[1:]})
