"""Agree on terms with suppliers, SKU by SKU.

Afterwards each is a version of its own from its first day; the one that held until then ends the day before.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.facts import TermsSet
from zhanggui.parties.models import Supplier, Terms
from zhanggui.parties.rules.terms import Held, TermsDraft, TermsOverlap, check_terms, ended_by

_FIELDS = (
    "supplier_id", "sku_code", "price", "currency", "tax_rate", "least_quantity", "pack_size", "lead_days",
    "valid_from", "valid_until",
)  # fmt: skip


@transaction.atomic
def set_terms(*, terms: Sequence[TermsDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by `supplier:SKU`. Several drafts for one pair in one call: the first counts, the others are refused."""
    wanted = {draft.supplier_id for draft in terms}
    there = set(locked(Supplier.objects.all(), wanted).values_list("pk", flat=True))
    missing = not_found("supplier", wanted, there)
    held = _held(terms)

    ready: dict[tuple[int, str], TermsDraft] = {}
    refused: dict[str, Refusal] = {}
    endings = []
    for draft in terms:
        try:
            if draft.supplier_id in missing:
                raise missing[draft.supplier_id]
            if draft.pair in ready:
                raise TermsOverlap(sku=draft.sku_code, valid_from=ready[draft.pair].valid_from)
            check_terms(draft)
            ended = ended_by(draft, held.get(draft.pair, ()))
        except Refusal as refusal:
            refused[_key(draft)] = refusal
            continue
        ready[draft.pair] = draft
        endings += [ended] if ended else []

    update_rows(Terms, ("id",), ("valid_until",), endings)
    rows = [
        (*(getattr(draft, name) for name in _FIELDS), _next_version(held.get(pair, ())), actor.name[:80], at)
        for pair, draft in ready.items()
    ]
    insert_rows(Terms, (*_FIELDS, "version", "set_by", "set_at"), rows)

    drafts = ready.values()
    facts = [TermsSet(draft.supplier_id, draft.sku_code, draft.valid_from.isoformat()) for draft in drafts]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[_key(draft) for draft in drafts], refused=refused)


def _held(terms: Sequence[TermsDraft]) -> dict[tuple[int, str], list[Held]]:
    """Every version on file of the pairs asked for."""
    rows = Terms.objects.filter(
        supplier_id__among={draft.supplier_id for draft in terms}, sku_code__among={draft.sku_code for draft in terms}
    )
    found: dict[tuple[int, str], list[Held]] = {}
    for supplier_id, sku_code, pk, version, begins, ends in rows.order_by("version").values_list(
        "supplier_id", "sku_code", "pk", "version", "valid_from", "valid_until"
    ):
        found.setdefault((supplier_id, sku_code), []).append(Held(pk, version, begins, ends))
    return found


def _next_version(held: Sequence[Held]) -> int:
    return 1 + max((version.version for version in held), default=0)


def _key(draft: TermsDraft) -> str:
    return f"{draft.supplier_id}:{draft.sku_code}"
