"""Print labels of a job once more, after a jam or when nobody knows whether they came out.

Afterwards they wait in the same job, at the same place and with the same number, and each is counted as one print more.
What the printer's program still says of the earlier print does not count for the new one.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.proving import lock_jobs
from zhanggui.fulfilment.rules.print_results import AlreadyAtPrinter, LabelLeftOut, LabelNotSent
from zhanggui.fulfilment.states import UNPROVEN, JobState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each, move_to


@transaction.atomic
def reprint_labels(*, document_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = PrintDocument.objects.filter(parcel__in=Parcel.objects.visible_to(actor))
    known = dict(seen.filter(pk__among=set(document_ids)).values_list("pk", "parcel_id"))
    list(locked(Parcel.objects.all(), known.values()).values_list("pk"))
    rows = PrintDocument.objects.filter(pk__among=set(known))
    lock_jobs(rows.values_list("job_id", flat=True))
    documents = list(locked(PrintDocument.objects.all(), known))
    elsewhere = PrintDocument.objects.filter(parcel_id__among=set(known.values()), state__in=UNPROVEN)
    others = dict(elsewhere.exclude(pk__in=list(known)).values_list("parcel_id", "job_id"))

    def check(document: PrintDocument) -> None:
        if document.state == PrintState.WAITING:
            raise LabelNotSent(sequence=document.sequence)
        if document.state == PrintState.DROPPED:
            raise LabelLeftOut(sequence=document.sequence)
        if document.parcel_id in others:
            raise AlreadyAtPrinter(number=document.waybill, job=others[document.parcel_id])

    ready, refused = divide(documents, check=check, key=lambda document: document.pk)
    refused |= not_found("label", document_ids, known)
    again = reprint_parcels(parcel_ids=[document.parcel_id for document in ready], actor=actor, at=at)
    refused |= {one.pk: again.refused[one.parcel_id] for one in ready if one.parcel_id in again.refused}
    ready = [document for document in ready if document.pk not in refused]

    now = {
        pk: (waybill, prints)
        for pk, waybill, prints in Parcel.objects.filter(pk__among={one.parcel_id for one in ready}).values_list(
            "pk", "waybill", "prints"
        )
    }
    move_each(
        PrintDocument,
        ("waybill", "print_number", "printer", "words", "sent_at", "told_at"),
        [(one.pk, PrintState.WAITING.value, *now[one.parcel_id], "", "", None, None) for one in ready],
    )
    done = PrintJob.objects.filter(pk__among={one.job_id for one in ready}, state=JobState.DONE)
    move_to(PrintJob, list(done.values_list("pk", flat=True)), JobState.OPEN, done_at=None)
    return Outcome(done=[one.pk for one in ready], refused=refused)
