"""File licences, authorisations and reports of suppliers, with their scans.

Afterwards each is in force in place of an earlier one of the same kind and number; of a licence only one is in force,
whatever its number. What was filed before stays readable.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal_short
from zhanggui.parties.facts import DocumentFiled
from zhanggui.parties.models import Document, Supplier
from zhanggui.parties.rules.filing import DocumentDraft, check_document, scan_kind
from zhanggui.parties.states import DocumentKind

_COLUMNS = (
    "supplier_id", "kind", "number", "valid_from", "valid_until", "is_current", "scan", "scan_kind", "filed_by",
    "filed_at",
)  # fmt: skip
ONE_AT_A_TIME = frozenset({DocumentKind.BUSINESS_LICENCE, DocumentKind.FOOD_LICENCE})


@transaction.atomic
def file_documents(*, documents: Sequence[DocumentDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by supplier; the last of several of one kind and number is the one in force."""
    wanted = [draft.supplier_id for draft in documents]
    there = set(locked(Supplier.objects.all(), wanted).values_list("pk", flat=True))
    refused = not_found("supplier", wanted, there)

    kept: dict[tuple[int, str, str], tuple[DocumentDraft, str]] = {}
    for draft in documents:
        if draft.supplier_id in refused:
            continue
        try:
            check_document(draft)
            kept[_place(draft.supplier_id, draft.kind, draft.number)] = (
                draft,
                scan_kind(draft.scan) if draft.scan else "",
            )
        except Refusal as refusal:
            refused[draft.supplier_id] = refusal
    kept = {place: one for place, one in kept.items() if place[0] not in refused}

    places = {pk: _place(*place) for pk, place in _current(there)}
    replaced = {pk for pk, place in places.items() if place in kept}
    Document.objects.filter(pk__among=replaced).update(is_current=False)
    rows = [
        (
            draft.supplier_id, draft.kind, draft.number, draft.valid_from, draft.valid_until, True,
            seal_short(draft.scan) if draft.scan else None, kind, actor.name[:80], at,
        )
        for draft, kind in kept.values()
    ]  # fmt: skip
    insert_rows(Document, _COLUMNS, rows)

    facts = [DocumentFiled(draft.supplier_id, str(draft.kind), draft.number) for draft, _ in kept.values()]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(place[0] for place in kept)), refused=refused)


def _current(supplier_ids: set[int]) -> list[tuple[int, tuple[int, str, str]]]:
    """Documents in force: key, and supplier, kind and number."""
    rows = Document.objects.filter(supplier_id__among=supplier_ids, is_current=True)
    found = rows.values_list("pk", "supplier_id", "kind", "number")
    return [(pk, (whose, kind, number)) for pk, whose, kind, number in found]


def _place(supplier_id: int, kind: str, number: str) -> tuple[int, str, str]:
    """What only one document in force may have."""
    return supplier_id, str(kind), "" if kind in ONE_AT_A_TIME else number
