"""Record what a printer's program said of labels.

Afterwards a label is out, has failed, or nobody knows; what was said before changes nothing when it is said again, and
what is said of an earlier print of the same label changes nothing at all. A parcel whose label is out may be picked
with its wave.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel, PrintDocument
from zhanggui.fulfilment.print_jobs.proving import close_jobs, lock_jobs, prove
from zhanggui.fulfilment.rules.print_results import LONGEST_WORDS, PrintTold, state_after
from zhanggui.fulfilment.states import PrintState
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_each


@transaction.atomic
def record_print_results(*, results: Sequence[PrintTold], actor: Actor, at: datetime) -> Outcome[int]:
    asked = {one.document_id for one in results}
    seen = PrintDocument.objects.filter(parcel__in=Parcel.objects.visible_to(actor))
    parcel_ids = dict(seen.filter(pk__among=asked).values_list("pk", "parcel_id"))
    lock_waves_of(parcel_ids.values())
    parcels = {parcel.pk: parcel for parcel in locked(Parcel.objects.all(), parcel_ids.values())}
    rows = PrintDocument.objects.filter(pk__among=set(parcel_ids))
    lock_jobs(rows.values_list("job_id", flat=True))
    documents = {one.pk: one for one in locked(PrintDocument.objects.all(), parcel_ids)}

    changed: dict[int, PrintTold] = {}
    states = {pk: one.state for pk, one in documents.items()}
    for told in results:
        document = documents.get(told.document_id)
        if document is None or document.print_number != told.print_number:
            continue
        after = state_after(states[document.pk], told.state)
        if after is not None:
            states[document.pk], changed[document.pk] = after, told

    move_each(
        PrintDocument,
        ("printer", "words", "told_at"),
        [(pk, states[pk], told.printer[:120], told.words[:LONGEST_WORDS], at) for pk, told in changed.items()],
    )
    out = {documents[pk].parcel_id: changed[pk] for pk in changed if states[pk] == PrintState.PRINTED}
    by = {parcel_id: told.printer or documents[told.document_id].printer for parcel_id, told in out.items()}
    prove([parcels[pk] for pk in out], by, actor=actor, at=at)
    close_jobs({documents[pk].job_id for pk in changed}, at=at)
    return Outcome(done=list(documents), refused=not_found("label", asked, documents))
