"""What a file of suppliers or of terms would change: new, changed, the same, refused. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.parties.rules.credit_codes import check_credit_code, plain_credit_code
from zhanggui.parties.rules.filing import SupplierDraft, check_supplier
from zhanggui.parties.rules.terms import Held, TermsDraft, check_terms, ended_by


class SupplierRow(NamedTuple):
    """What a row of a file says of one supplier; what it leaves empty stays as it is."""

    code: str
    given: Mapping[str, Any]


class TermsRow(NamedTuple):
    """What a row of a file says was agreed with the supplier of this code. Without a first day: from today."""

    supplier: str
    sku_code: str
    given: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.supplier}:{self.sku_code}"


class RowTwice(Refusal):
    """{key} stands in the file twice, in rows that say different things."""


@dataclass(slots=True)
class SupplierPlan:
    """`changed` holds each draft with the names of the fields that would change."""

    new: list[SupplierDraft] = field(default_factory=list)
    changed: list[tuple[SupplierDraft, tuple[str, ...]]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def plan_suppliers(rows: Iterable[SupplierRow], *, known: Mapping[str, SupplierDraft]) -> SupplierPlan:
    """`known` are the suppliers on file, by code."""
    plan = SupplierPlan()
    for code, row in _merged(rows, plan.refused).items():
        old = known.get(code)
        draft = replace(old or SupplierDraft(code, "", ""), **row.given)
        draft = replace(draft, credit_code=plain_credit_code(draft.credit_code))
        try:
            check_supplier(draft)
            check_credit_code(draft.credit_code)
        except Refusal as refusal:
            plan.refused[code] = refusal
            continue
        if old is None:
            plan.new.append(draft)
        elif names := tuple(one.name for one in fields(draft) if getattr(draft, one.name) != getattr(old, one.name)):
            plan.changed.append((draft, names))
        else:
            plan.same.append(code)
    return plan


def _merged(rows: Iterable[SupplierRow], refused: dict[str, Refusal]) -> dict[str, SupplierRow]:
    """One row for each supplier; of rows that contradict each other none counts."""
    found: dict[str, SupplierRow] = {}
    for row in rows:
        if found.setdefault(row.code, row).given != row.given:
            refused[row.code] = RowTwice(key=row.code)
    return {code: row for code, row in found.items() if code not in refused}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A version of terms on file, with what it says."""

    held: Held
    says: Mapping[str, Any]


@dataclass(slots=True)
class TermsPlan:
    """`new` are versions of their own, by supplier's code and merchant code."""

    new: dict[str, TermsDraft] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def plan_terms(
    rows: Iterable[TermsRow],
    *,
    suppliers: Mapping[str, int],
    agreed: Mapping[tuple[int, str], Sequence[Agreed]],
    today: date,
) -> TermsPlan:
    """Rows that say what holds on their first day already change nothing."""
    plan = TermsPlan()
    for row in rows:
        try:
            if row.supplier not in suppliers:
                raise NotFound(what="supplier", key=row.supplier)
            given = {"valid_from": today, "price": Decimal(-1), **row.given}
            draft = TermsDraft(suppliers[row.supplier], row.sku_code, **given)
            if plan.new.get(row.key, draft) != draft:
                raise RowTwice(key=row.key)
            check_terms(draft)
            versions = agreed.get(draft.pair, ())
            if any(_says_same(one, row.given, draft.valid_from) for one in versions):
                plan.same.append(row.key)
                continue
            ended_by(draft, [one.held for one in versions])
        except Refusal as refusal:
            plan.new.pop(row.key, None)
            plan.refused[row.key] = refusal
            continue
        if row.key not in plan.refused:
            plan.new[row.key] = draft
    return plan


def _says_same(one: Agreed, given: Mapping[str, Any], day: date) -> bool:
    holds = one.held.valid_from <= day and (one.held.valid_until is None or day <= one.held.valid_until)
    return holds and all(one.says[name] == value for name, value in given.items() if name != "valid_from")
