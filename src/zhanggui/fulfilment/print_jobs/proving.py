"""A label is out: the parcel knows it, its wave may be picked once all of its labels are, the job is done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from zhanggui.fulfilment.facts import LabelProven
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob
from zhanggui.fulfilment.states import ON_PAPER, UNPROVEN, JobState, ParcelState, PrintState
from zhanggui.fulfilment.wave_sums import close_waves
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.steps import move_to

_GONE = (ParcelState.STOPPED, ParcelState.VOID)


def prove(parcels: Sequence[Parcel], by: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    """These parcels' labels are out, as `by` says of each; what was proven before stays so. Waves and parcels are
    locked."""
    fresh = [one for one in parcels if one.label_proven_at is None and one.state in ON_PAPER and one.prints]
    if not fresh:
        return
    Parcel.objects.filter(pk__among={one.pk for one in fresh}).update(label_proven_at=at)
    close_waves({one.wave_id for one in fresh if one.wave_id}, at=at)
    announce([LabelProven(one.pk, one.waybill, by.get(one.pk, "")) for one in fresh], actor=actor, at=at)


def close_jobs(job_ids: Iterable[int], *, at: datetime) -> None:
    """Those of these jobs that have no label left to come are done. Labels of parcels that were stopped or void
    meanwhile are not waited for. The jobs are locked."""
    ids = set(job_ids)
    if not ids:
        return
    open_ones = PrintDocument.objects.filter(job_id__among=ids, state__in=UNPROVEN)
    stopped = open_ones.filter(parcel__state__in=_GONE).order_by("pk")
    move_to(PrintDocument, list(stopped.values_list("pk", flat=True)), PrintState.DROPPED, told_at=at)
    done = PrintJob.objects.filter(pk__among=ids, state=JobState.OPEN).exclude(pk__in=open_ones.values("job_id"))
    move_to(PrintJob, list(done.values_list("pk", flat=True)), JobState.DONE, done_at=at)


def lock_jobs(job_ids: Iterable[int]) -> None:
    """Whoever prints, proves or repeats labels of a job does it after the other."""
    list(locked(PrintJob.objects.all(), job_ids).values_list("pk"))
