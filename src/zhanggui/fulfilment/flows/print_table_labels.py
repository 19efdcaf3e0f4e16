"""Print labels at the table: each parcel that an item chose there gets its label at once.

Afterwards each has one print, as the next label of the job in which this table prints the labels of that wave; only
what the printer says, or whoever stands there, proves it. A parcel whose label exists is passed over: said again, the
same item brings no second label. Nothing that is held back meanwhile is printed.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from zhanggui.fulfilment.collecting import collect_cash
from zhanggui.fulfilment.facts import ParcelPrinted
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.given import GivenPrint, print_data_of
from zhanggui.fulfilment.print_jobs.rows import table_of
from zhanggui.fulfilment.printable import may_be_printed
from zhanggui.fulfilment.states import AT_TABLE, JobState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to

_JOB = ("key", "component", "wave_id", "table", "state", "labels", "made_by", "made_at")
_DOCUMENT = ("job_id", "parcel_id", "sequence", "waybill", "print_number", "state", "printer", "words")
_ONE_A_TABLE = '("wave_id", "table", "component") WHERE "wave_id" IS NOT NULL DO NOTHING'


class NoItemYet(Refusal):
    """The label of parcel {number} comes with its item. Scan the item."""


@transaction.atomic
def print_table_labels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = may_be_printed(parcel_ids, needed=AT_TABLE, actor=actor)
    begun = dict(Parcel.objects.filter(pk__among=set(parcel_ids)).values_list("pk", "units_verified"))
    printed = [parcel.pk for parcel in asked.ready if parcel.prints]
    given = print_data_of(parcel.waybill for parcel in asked.ready if not parcel.prints)

    def check(parcel: Parcel) -> None:
        if not begun[parcel.pk]:
            raise NoItemYet(number=parcel.number)
        if isinstance(data := given.get(parcel.waybill), Refusal):
            raise data

    ready, refused = divide(
        [parcel for parcel in asked.ready if not parcel.prints], check=check, key=lambda parcel: parcel.pk
    )
    place = {
        parcel.pk: (parcel.wave_id or 0, data.data.component if isinstance(data, GivenPrint) else "")
        for parcel in ready
        for data in [given.get(parcel.waybill)]
    }
    Parcel.objects.filter(pk__among={parcel.pk for parcel in ready}).update(prints=1, printed_at=at)
    collect_cash((order_id, parcel_id) for parcel_id, order_id, _ in asked.gated if parcel_id in place)
    _give_to_printer(ready, place, actor=actor, at=at)
    announce([ParcelPrinted(parcel.pk, parcel.waybill, 1) for parcel in ready], actor=actor, at=at)
    return Outcome(done=[*(parcel.pk for parcel in ready), *printed], refused=asked.refused | refused)


def _give_to_printer(
    parcels: Sequence[Parcel], place: dict[int, tuple[int, str]], *, actor: Actor, at: datetime
) -> None:
    """Each is the next label of its wave's job at this table, which is open again."""
    if not parcels:
        return
    table = table_of(actor)
    insert_rows(
        PrintJob,
        _JOB,
        [
            (token_hex(6), component, wave_id, table, JobState.OPEN.value, 0, actor.name[:80], at)
            for wave_id, component in sorted(set(place.values()))
        ],
        on_conflict=_ONE_A_TABLE,
    )
    theirs = PrintJob.objects.filter(wave_id__among={wave_id for wave_id, _ in place.values()}, table=table)
    jobs = {(job.wave_id, job.component): job for job in locked(theirs, theirs.values_list("pk", flat=True))}
    rows = []
    for parcel in parcels:
        job = jobs[place[parcel.pk]]
        job.labels += 1
        rows.append((job.pk, parcel.pk, job.labels, parcel.waybill, 1, PrintState.WAITING.value, "", ""))
    used = {jobs[where] for where in place.values()}
    update_rows(PrintJob, ("id",), ("labels",), [(job.pk, job.labels) for job in used])
    done = [job.pk for job in used if job.state == JobState.DONE]
    move_to(PrintJob, done, JobState.OPEN, done_at=None)
    copy_rows(PrintDocument, _DOCUMENT, rows)
