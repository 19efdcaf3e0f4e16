"""Record by what suppliers are measured: days late, defects, changes of price, hours to an answer.

Afterwards each cause is on record once, whatever is repeated. An event that corrects another counts in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.parties.facts import EventRecorded
from zhanggui.parties.models import Supplier, SupplierEvent
from zhanggui.parties.rules.scoring import check_measure

_COLUMNS = (
    "supplier_id", "kind", "value", "happened_on", "cause", "corrects_id", "recorded_by", "recorded_at"
)  # fmt: skip


class NothingToCorrect(Refusal):
    """The event {cause} is not on record for this supplier and kind, or was corrected already."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """`corrects` is the cause of the event that was wrong."""

    supplier_id: int
    kind: str
    value: Decimal
    happened_on: date
    cause: str
    corrects: str = ""


@transaction.atomic
def record_events(*, events: Sequence[EventDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by cause."""
    there = set(locked(Supplier.objects.all(), [one.supplier_id for one in events]).values_list("pk", flat=True))
    causes = {one.cause for one in events} | {one.corrects for one in events}
    found = SupplierEvent.objects.filter(cause__among=causes)
    known = {row.cause: row for row in found.values_list(
        "pk", "cause", "supplier_id", "kind", "corrected_by", named=True
    )}  # fmt: skip
    corrected: set[str] = set()

    def check(event: EventDraft) -> None:
        if event.supplier_id not in there:
            raise NotFound(what="supplier", key=event.supplier_id)
        check_measure(event.kind, event.value)
        if event.corrects and event.cause not in known:
            wrong = known.get(event.corrects)
            is_open = wrong is not None and not wrong.corrected_by
            same = wrong and (wrong.supplier_id, wrong.kind) == (event.supplier_id, event.kind)
            if not same or not is_open or event.corrects in corrected:
                raise NothingToCorrect(cause=event.corrects)
            corrected.add(event.corrects)

    ready, refused = divide(events, check=check, key=lambda event: event.cause)
    fresh = {event.cause: event for event in ready if event.cause not in known}

    rows = [
        (
            one.supplier_id, one.kind, one.value, one.happened_on, one.cause,
            known[one.corrects].pk if one.corrects else None, actor.name[:80], at,
        )
        for one in fresh.values()
    ]  # fmt: skip
    written = insert_rows(SupplierEvent, _COLUMNS, rows, returning=("cause",), on_conflict="(cause) DO NOTHING")

    told = [fresh[cause] for (cause,) in written]
    facts = [EventRecorded(one.supplier_id, str(one.kind), f"{one.value:f}", one.cause) for one in told]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(event.cause for event in ready)), refused=refused)
