"""Bring what is on file of suppliers up to date.

Afterwards each found by its code is as its draft says. The name and the credit code of an approved supplier stay: they
were what was approved.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.facts import SupplierEdited
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.credit_codes import check_credit_code, plain_credit_code
from zhanggui.parties.rules.filing import SupplierDraft, SupplierKnown, check_supplier
from zhanggui.parties.states import SupplierState

_FIELDS = (
    "name", "short_name", "credit_code", "address", "tax_kind", "payment_terms", "lead_days", "over_percent",
    "under_percent", "least_amount",
)  # fmt: skip
_APPROVED = (SupplierState.APPROVED, SupplierState.PAUSED)


class ApprovedNameStays(Refusal):
    """{supplier} was approved under its name and credit code: a company with others is another supplier."""


@transaction.atomic
def edit_suppliers(*, suppliers: Sequence[SupplierDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code."""
    codes = {draft.code for draft in suppliers}
    known = {
        one.code: one
        for one in Supplier.objects.filter(code__among=codes).order_by("pk").select_for_update(no_key=True)
    }
    licences = {draft.code: plain_credit_code(draft.credit_code) for draft in suppliers}
    others = Supplier.objects.filter(credit_code__among=set(licences.values()))
    owners = dict(others.values_list("credit_code", "code"))

    def check(draft: SupplierDraft) -> None:
        check_supplier(draft)
        check_credit_code(licences[draft.code])
        if owners.setdefault(licences[draft.code], draft.code) != draft.code:
            raise SupplierKnown(word=licences[draft.code])
        old = known[draft.code]
        if old.state in _APPROVED and (old.name, old.credit_code) != (draft.name, licences[draft.code]):
            raise ApprovedNameStays(supplier=old.name)

    ready, refused = divide(
        [draft for draft in suppliers if draft.code in known], check=check, key=lambda draft: draft.code
    )
    refused |= not_found("supplier", codes, known)
    changes = {draft.code: _changed(known[draft.code], draft, licences[draft.code]) for draft in ready}

    rows = [(known[draft.code].pk, *_values(draft, licences[draft.code])) for draft in ready if changes[draft.code]]
    update_rows(Supplier, ("id",), _FIELDS, rows)

    facts = [SupplierEdited(known[code].pk, ", ".join(fields)) for code, fields in changes.items() if fields]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[draft.code for draft in ready], refused=refused)


def _values(draft: SupplierDraft, licence: str) -> tuple[object, ...]:
    return tuple(licence if name == "credit_code" else getattr(draft, name) for name in _FIELDS)


def _changed(old: Supplier, draft: SupplierDraft, licence: str) -> list[str]:
    new = zip(_FIELDS, _values(draft, licence), strict=True)
    return [name for name, value in new if getattr(old, name) != value]
