"""Suppliers for tests, brought in and approved through the real flows."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from zhanggui.kernel.actor import system_actor
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_contacts import set_contacts
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.credit_codes import check_digit
from zhanggui.parties.rules.filing import AccountDraft, ContactDraft, DocumentDraft, SupplierDraft
from zhanggui.parties.states import DocumentKind, SupplierState

AT = datetime(2026, 11, 11, 0, 0, tzinfo=UTC)
BUYER = system_actor("buyer")
LEAD = system_actor("lead")
ENDS = date(2027, 12, 31)
_numbers = count(1)


def credit_code(number: int) -> str:
    """A code whose check digit fits, another for each number."""
    begin = f"91330100MA{number:07}"
    return begin + check_digit(begin)


def supplier_draft(**fields: Any) -> SupplierDraft:
    number = next(_numbers)
    given = {"code": f"GYS{number:05}", "name": f"杭州茶业 {number} 有限公司", "credit_code": credit_code(number)}
    return SupplierDraft(**{**given, **fields})


def make_suppliers(number: int = 1, **fields: Any) -> list[Supplier]:
    """So many that were applied for, in the order made."""
    drafts = [supplier_draft(**fields) for _ in range(number)]
    add_suppliers(suppliers=drafts, actor=BUYER, at=AT)
    found = {one.code: one for one in Supplier.objects.filter(code__among={draft.code for draft in drafts})}
    return [found[draft.code] for draft in drafts]


def make_files(suppliers: list[Supplier], *, ends: date | None = ENDS) -> None:
    """Each has a licence until then, a bank account in its name and somebody to talk to."""
    ids = [one.pk for one in suppliers]
    licences = [DocumentDraft(pk, DocumentKind.BUSINESS_LICENCE, f"L{pk}", valid_until=ends) for pk in ids]
    file_documents(documents=licences, actor=BUYER, at=AT)
    set_contacts(contacts=[ContactDraft(pk, "王采芹", "13712345678") for pk in ids], actor=BUYER, at=AT)
    accounts = [AccountDraft(one.pk, one.name, "工商银行", "6222020200001234567") for one in suppliers]
    set_bank_accounts(accounts=accounts, actor=BUYER, at=AT)


def make_approved(number: int = 1, *, ends: date | None = ENDS) -> list[Supplier]:
    """So many that may be ordered from until then."""
    suppliers = make_suppliers(number)
    make_files(suppliers, ends=ends)
    ids = [one.pk for one in suppliers]
    for to, actor in ((SupplierState.DOCUMENTS, BUYER), (SupplierState.APPROVED, LEAD)):
        outcome = advance_suppliers(supplier_ids=ids, to=to, actor=actor, at=AT)
        assert not outcome.refused, outcome.refused
    return list(Supplier.objects.filter(pk__among=set(ids)).order_by("pk"))
