"""Propose suppliers.

Afterwards each is on file as applied for, with the credit code its licence must show.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.parties.facts import SupplierAdded
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.credit_codes import check_credit_code, plain_credit_code
from zhanggui.parties.rules.filing import SupplierDraft, SupplierKnown, check_supplier
from zhanggui.parties.states import SupplierState

_FIELDS = (
    "code", "name", "short_name", "address", "tax_kind", "payment_terms", "lead_days", "over_percent",
    "under_percent", "least_amount",
)  # fmt: skip
_COLUMNS = (
    *_FIELDS,
    "credit_code",
    "state",
    "paused_because",
    "applied_by",
    "applied_by_id",
    "applied_at",
    "approved_by",
)


@transaction.atomic
def add_suppliers(*, suppliers: Sequence[SupplierDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code. A code or credit code on file already is refused, however many propose it at once."""
    codes = {draft.code for draft in suppliers}
    licences = {draft.code: plain_credit_code(draft.credit_code) for draft in suppliers}
    found = Supplier.objects.filter(Q(code__among=codes) | Q(credit_code__among=set(licences.values())))
    taken = {word for pair in found.values_list("code", "credit_code") for word in pair}

    def check(draft: SupplierDraft) -> None:
        check_supplier(draft)
        check_credit_code(licences[draft.code])
        for word in (draft.code, licences[draft.code]):
            if word in taken:
                raise SupplierKnown(word=word)
        taken.update({draft.code, licences[draft.code]})

    ready, refused = divide(suppliers, check=check, key=lambda draft: draft.code)

    who = ("", actor.name[:80], actor.user_id, at, "")
    rows = [
        (*(getattr(draft, name) for name in _FIELDS), licences[draft.code], SupplierState.APPLIED.value, *who)
        for draft in sorted(ready, key=lambda draft: draft.code)
    ]
    written = {
        code: pk
        for pk, code in insert_rows(Supplier, _COLUMNS, rows, returning=("id", "code"), on_conflict="DO NOTHING")
    }
    refused |= {draft.code: SupplierKnown(word=draft.code) for draft in ready if draft.code not in written}

    announce([SupplierAdded(pk, code) for code, pk in written.items()], actor=actor, at=at)
    return Outcome(done=[draft.code for draft in ready if draft.code in written], refused=refused)
