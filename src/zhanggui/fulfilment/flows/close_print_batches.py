"""Close print batches: all of it is printed, or it is said why not.

Afterwards they take nothing more. What is missing keeps its reason, and belongs to the next batch.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.batches.facts import PrintBatchClosed
from zhanggui.fulfilment.batches.filling import Entering, calendars, enter
from zhanggui.fulfilment.flows.fill_print_batches import fill_print_batches
from zhanggui.fulfilment.models import BatchEntry, PrintBatch
from zhanggui.fulfilment.states import AT_TABLE, UNPRINTED, BatchState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each

NAMED = 20
_GONE = (ParcelState.VOID, ParcelState.MERGED, ParcelState.STOPPED)


class BatchIncomplete(Refusal):
    """{count} parcels of {batch} are not printed: {parcels}. Print them, or say why not."""


class BatchNotDue(Refusal):
    """{batch} still takes parcels: it can be closed from its print time on."""


class BatchClosed(Refusal):
    """{batch} was closed by {who} already."""


@transaction.atomic
def close_print_batches(
    *,
    batch_ids: Sequence[int],
    reason: str = "",
    reasons: Mapping[int, str] = MappingProxyType({}),
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """`reason` is for every parcel that is missing, `reasons` for single ones."""
    seen = PrintBatch.objects.visible_to(actor).filter(pk__among=set(batch_ids))
    fill_print_batches(warehouse_ids=sorted(set(seen.values_list("warehouse_id", flat=True))), actor=actor, at=at)
    batches = list(locked(PrintBatch.objects.visible_to(actor), batch_ids))
    inside: list[Any] = list(
        BatchEntry.objects.filter(batch_id__among={batch.pk for batch in batches}, reason="")
        .order_by("parcel_id")
        .values_list(
            "pk", "batch_id", "parcel_id", "parcel__number", "parcel__state", "parcel__label_proven_at",
            "parcel__prints", named=True,
        )
    )  # fmt: skip
    missing: dict[int, list[Any]] = defaultdict(list)
    printed: Counter[int] = Counter()
    for entry in inside:
        is_given = entry.parcel__state == ParcelState.PRINTED and entry.parcel__label_proven_at is None
        is_later = entry.parcel__state in AT_TABLE and not entry.parcel__prints
        if is_given or is_later or entry.parcel__state in UNPRINTED:
            missing[entry.batch_id].append(entry)
        elif entry.parcel__state not in _GONE:
            printed[entry.batch_id] += 1
    why = {e.parcel_id: (reasons.get(e.parcel_id) or reason).strip()[:200] for own in missing.values() for e in own}

    def check(batch: PrintBatch) -> None:
        if batch.state == BatchState.CLOSED:
            raise BatchClosed(batch=_batch_words(batch), who=batch.closed_by)
        if batch.due_at > at:
            raise BatchNotDue(batch=_batch_words(batch))
        unsaid = [entry.parcel__number for entry in missing[batch.pk] if not why[entry.parcel_id]]
        if unsaid:
            named = ", ".join(unsaid[:NAMED]) + (" …" if len(unsaid) > NAMED else "")
            raise BatchIncomplete(count=len(unsaid), batch=_batch_words(batch), parcels=named)

    ready, refused = divide(batches, check=check, key=lambda batch: batch.pk)
    refused |= not_found("print batch", batch_ids, (batch.pk for batch in batches))

    closed = BatchState.CLOSED.value
    move_each(
        PrintBatch,
        ("printed", "missing", "closed_at", "closed_by"),
        [(b.pk, closed, printed[b.pk], len(missing[b.pk]), at, actor.name[:80]) for b in ready],
    )
    over = [(batch, entry) for batch in ready for entry in missing[batch.pk]]
    update_rows(BatchEntry, ("id",), ("reason",), [(entry.pk, why[entry.parcel_id]) for _, entry in over])
    known = calendars({batch.warehouse_id for batch in ready})
    enter(
        [Entering(entry.parcel_id, batch.warehouse_id, batch.carrier, max(batch.due_at, at)) for batch, entry in over],
        known,
        at=at,
    )

    announce(
        [
            PrintBatchClosed(
                batch.pk, printed[batch.pk], len(missing[batch.pk]),
                "; ".join(dict.fromkeys(why[entry.parcel_id] for entry in missing[batch.pk])),
            )
            for batch in ready
        ],
        actor=actor,
        at=at,
    )  # fmt: skip
    return Outcome(done=[batch.pk for batch in ready], refused=refused)


def _here(moment: datetime) -> datetime:
    return moment.astimezone(company_zone())


def _batch_words(batch: PrintBatch) -> str:
    return f"{_here(batch.due_at):%m-%d %H:%M} {batch.carrier}"
