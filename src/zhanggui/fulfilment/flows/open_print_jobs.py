"""Open print jobs: the labels of printed parcels lie ready for a printer, in the order they come out.

Afterwards each parcel is in one job, with its place in it. Labels that only the print component of a platform can print
are in a job of that component, all others in one of our own. A print of a label is in a job once: what was given to a
printer before is not given again without being counted as a reprint.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.given import GivenPrint, print_data_of
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.rules.print_results import AlreadyAtPrinter, LabelGivenOut, LabelNotNumbered
from zhanggui.fulfilment.states import ON_PAPER, UNPROVEN, JobState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal

_PARCEL = "pk", "number", "waybill", "state", "stop_reason", "wave_id", "cell", "prints"
_JOB = "id", "key", "component", "table", "state", "labels", "made_by", "made_at"
_DOCUMENT = "id", "job_id", "parcel_id", "sequence", "waybill", "print_number", "state", "printer", "words"


@transaction.atomic
def open_print_jobs(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    stops = stops_asked(parcel_ids)
    waybills = {parcel.waybill for parcel in parcels if parcel.waybill}
    before = PrintDocument.objects.filter(waybill__among=waybills).values_list("waybill")
    given_out = dict(before.annotate(last=Max("print_number")).order_by())
    open_ones = PrintDocument.objects.filter(parcel_id__among=set(parcel_ids), state__in=UNPROVEN)
    waiting = dict(open_ones.values_list("parcel_id", "job_id"))
    given = print_data_of(waybills)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=ON_PAPER,
            reason=parcel.stop_reason, asked=stops.get(parcel.pk, ""),
        )  # fmt: skip
        if parcel.pk in waiting:
            raise AlreadyAtPrinter(number=parcel.number, job=waiting[parcel.pk])
        if not parcel.prints:
            raise LabelNotNumbered(number=parcel.number)
        if parcel.prints <= given_out.get(parcel.waybill, 0):
            raise LabelGivenOut(waybill=parcel.waybill)
        if isinstance(data := given.get(parcel.waybill), Refusal):
            raise data

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ready.sort(key=lambda parcel: (parcel.wave_id or 0, parcel.cell or 0, parcel.pk))
    by_component: dict[str, list[Parcel]] = {}
    for parcel in ready:
        own = given.get(parcel.waybill)
        by_component.setdefault(own.data.component if isinstance(own, GivenPrint) else "", []).append(parcel)

    jobs = dict(zip(by_component, draw_ids(PrintJob, len(by_component)), strict=True))
    copy_rows(
        PrintJob,
        _JOB,
        [
            (jobs[component], token_hex(6), component, "", JobState.OPEN.value, len(own), actor.name, at)
            for component, own in by_component.items()
        ],
    )
    ids = iter(draw_ids(PrintDocument, len(ready)))
    copy_rows(
        PrintDocument,
        _DOCUMENT,
        [
            (
                next(ids), jobs[component], parcel.pk, sequence, parcel.waybill, parcel.prints,
                PrintState.WAITING.value, "", "",
            )
            for component, own in by_component.items()
            for sequence, parcel in enumerate(own, start=1)
        ],
    )  # fmt: skip
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)
