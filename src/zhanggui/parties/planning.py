"""The dry run of a file: what it would change of what is on file now. A fixed number of statements for any file."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from zhanggui.parties.models import Supplier, Terms
from zhanggui.parties.rules.filing import SupplierDraft
from zhanggui.parties.rules.importing import (
    Agreed,
    SupplierPlan,
    SupplierRow,
    TermsPlan,
    TermsRow,
    plan_suppliers,
    plan_terms,
)
from zhanggui.parties.rules.terms import Held

_SAID = ("price", "currency", "tax_rate", "least_quantity", "pack_size", "lead_days", "valid_until")


def draft_of(supplier: Supplier) -> SupplierDraft:
    """What is on file, as a form or a file would say it."""
    return SupplierDraft(**{one.name: getattr(supplier, one.name) for one in fields(SupplierDraft)})


def plan_supplier_import(rows: Sequence[SupplierRow]) -> SupplierPlan:
    found = Supplier.objects.filter(code__among={row.code for row in rows})
    return plan_suppliers(rows, known={one.code: draft_of(one) for one in found})


def plan_terms_import(rows: Sequence[TermsRow], *, today: date) -> TermsPlan:
    suppliers = dict(Supplier.objects.filter(code__among={row.supplier for row in rows}).values_list("code", "pk"))
    versions = Terms.objects.filter(
        supplier_id__among=set(suppliers.values()), sku_code__among={row.sku_code for row in rows}
    ).order_by("version")
    agreed: dict[tuple[int, str], list[Agreed]] = {}
    for one in versions:
        says: dict[str, Any] = {name: getattr(one, name) for name in _SAID}
        held = Held(one.pk, one.version, one.valid_from, one.valid_until)
        agreed.setdefault((one.supplier_id, one.sku_code), []).append(Agreed(held, says))
    return plan_terms(rows, suppliers=suppliers, agreed=agreed, today=today)
