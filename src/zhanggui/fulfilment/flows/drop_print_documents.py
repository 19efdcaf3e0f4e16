"""Leave labels out of their print job: nobody waits for them there any more.

Afterwards they are neither sent nor waited for. The parcels are as they were: a label that is not proven to be out
keeps its wave from being picked until it is printed again or its parcel is stopped.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel, PrintDocument
from zhanggui.fulfilment.print_jobs.proving import close_jobs, lock_jobs
from zhanggui.fulfilment.states import UNPROVEN, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def drop_print_documents(*, document_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = PrintDocument.objects.filter(parcel__in=Parcel.objects.visible_to(actor))
    known = dict(seen.filter(pk__among=set(document_ids)).values_list("pk", "job_id"))
    lock_jobs(known.values())
    open_ones = locked(PrintDocument.objects.filter(state__in=UNPROVEN), known)
    move_to(PrintDocument, list(open_ones.values_list("pk", flat=True)), PrintState.DROPPED, told_at=at)
    close_jobs(known.values(), at=at)
    return Outcome(done=list(known), refused=not_found("label", document_ids, known))
