"""Confirm that labels are out: someone who stood at the printer, or a program that printed them, says so.

Afterwards the parcels may be picked with their waves, and no print job waits for them. Saying it again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel, PrintDocument
from zhanggui.fulfilment.print_jobs.proving import close_jobs, lock_jobs, prove
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.rules.print_results import LabelNotNumbered
from zhanggui.fulfilment.states import HAD_PAPER, UNPROVEN, PrintState
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def confirm_prints(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lock_waves_of(parcel_ids)
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    asked = stops_asked(parcel_ids)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=HAD_PAPER,
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        if not parcel.prints:
            raise LabelNotNumbered(number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ids = {parcel.pk for parcel in ready}

    open_ones = PrintDocument.objects.filter(parcel_id__among=ids, state__in=UNPROVEN)
    job_ids = set(open_ones.values_list("job_id", flat=True))
    lock_jobs(job_ids)
    documents = list(locked(open_ones, open_ones.values_list("pk", flat=True)).values_list("pk", flat=True))
    move_to(PrintDocument, documents, PrintState.PRINTED, told_at=at, words=actor.name)
    prove(ready, dict.fromkeys(ids, actor.name), actor=actor, at=at)
    close_jobs(job_ids, at=at)
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)
