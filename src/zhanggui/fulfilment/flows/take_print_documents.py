"""Take labels of a job to give them to a printer: the next ones that nobody has taken.

Afterwards they count as sent, so that no other browser and no second click takes them as well. A label whose parcel was
stopped meanwhile is left out of the job.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.proving import close_jobs
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.states import LIVE, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_to

AT_ONCE = 1000


@transaction.atomic
def take_print_documents(*, job_ids: Sequence[int], limit: int = AT_ONCE, actor: Actor, at: datetime) -> Outcome[int]:
    known = list(locked(PrintJob.objects.visible_to(actor), job_ids).values_list("pk", flat=True))
    waiting = PrintDocument.objects.filter(job_id__among=set(known), state=PrintState.WAITING)
    rows = list(waiting.order_by("job_id", "sequence").values_list("pk", "parcel_id", "parcel__state")[:limit])
    stops = stops_asked(parcel_id for _, parcel_id, _ in rows)
    taken = [pk for pk, parcel_id, state in rows if state in LIVE and parcel_id not in stops]

    move_to(PrintDocument, taken, PrintState.SENT, sent_at=at, told_at=None, words="", printer="")
    left_out = [pk for pk, _, _ in rows if pk not in set(taken)]
    move_to(PrintDocument, left_out, PrintState.DROPPED, told_at=at)
    if left_out:
        close_jobs(known, at=at)
    if known and actor.station:
        PrintJob.objects.filter(pk__among=known).exclude(table=actor.station).update(table=actor.station)
    return Outcome(done=taken, refused=not_found("print job", job_ids, known))
