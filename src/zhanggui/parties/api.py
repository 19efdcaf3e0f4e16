"""Suppliers in the public API."""

from base64 import b64decode
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Id, Ids, Quantity, UnitCost, flow_actor, flow_operation, run
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.edit_suppliers import edit_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.note_talks import TalkDraft, note_talks
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.resume_suppliers import resume_suppliers
from zhanggui.parties.flows.review_suppliers import review_suppliers
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_buying_numbers import set_buying_numbers
from zhanggui.parties.flows.set_contacts import set_contacts
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.rules.filing import AccountDraft, ContactDraft, DocumentDraft, NoScan, SupplierDraft
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.states import DocumentKind, SupplierState, TalkKind, TaxKind

router = Router(tags=["suppliers"])

Short = Annotated[str, Field(min_length=1, max_length=80)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Words = Annotated[str, Field(min_length=1, max_length=1000)]
Days = Annotated[int, Field(ge=0, le=3650, strict=True)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Percent = Annotated[Amount, Field(le=Decimal(100))]
Weight = Annotated[int, Field(ge=0, le=100, strict=True)]


class SupplierIn(Asked):
    code: Annotated[str, Field(min_length=1, max_length=32)]
    name: Name
    credit_code: Annotated[str, Field(min_length=1, max_length=40, description="GB 32100-2015.")]
    short_name: Annotated[str, Field(max_length=40)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    tax_kind: TaxKind = TaxKind.GENERAL
    payment_terms: Annotated[str, Field(max_length=120)] = ""
    lead_days: Days = 0
    over_percent: Percent = Decimal(0)
    under_percent: Percent = Decimal(0)
    least_amount: Amount = Decimal(0)

    def draft(self) -> SupplierDraft:
        return SupplierDraft(**self.model_dump() | {"tax_kind": self.tax_kind.value})


class Suppliers(Asked):
    suppliers: Annotated[list[SupplierIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, add_suppliers)
def add_suppliers_endpoint(request: HttpRequest, asked: Suppliers) -> Answered:
    return run(add_suppliers, request, suppliers=[one.draft() for one in asked.suppliers])


@flow_operation(router, edit_suppliers)
def edit_suppliers_endpoint(request: HttpRequest, asked: Suppliers) -> Answered:
    return run(edit_suppliers, request, suppliers=[one.draft() for one in asked.suppliers])


class SupplierIds(Asked):
    supplier_ids: Ids


class AdvanceSuppliers(SupplierIds):
    to: SupplierState


@flow_operation(router, advance_suppliers)
def advance_suppliers_endpoint(request: HttpRequest, asked: AdvanceSuppliers) -> Answered:
    return run(advance_suppliers, request, supplier_ids=asked.supplier_ids, to=asked.to.value)


class PauseSuppliers(SupplierIds):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, pause_suppliers)
def pause_suppliers_endpoint(request: HttpRequest, asked: PauseSuppliers) -> Answered:
    return run(pause_suppliers, request, **asked.model_dump())


@flow_operation(router, resume_suppliers)
def resume_suppliers_endpoint(request: HttpRequest, asked: SupplierIds) -> Answered:
    return run(resume_suppliers, request, **asked.model_dump())


class DocumentIn(Asked):
    supplier_id: Id
    kind: DocumentKind
    number: Short
    valid_from: Day | None = None
    valid_until: Day | None = None
    scan: Annotated[str, Field(max_length=12_000_000, description="PDF, JPEG or PNG in base64.")] = ""


class FileDocuments(Asked):
    documents: Annotated[list[DocumentIn], Field(min_length=1, max_length=20)]


@flow_operation(router, file_documents)
def file_documents_endpoint(request: HttpRequest, asked: FileDocuments) -> Answered:
    flow_actor(request, file_documents.__name__)
    try:
        documents = [
            DocumentDraft(
                one.supplier_id, one.kind.value, one.number, one.valid_from, one.valid_until,
                b64decode(one.scan, validate=True),
            )
            for one in asked.documents
        ]  # fmt: skip
    except ValueError:
        raise NoScan from None
    return run(file_documents, request, documents=documents)


class ContactIn(Asked):
    supplier_id: Id
    name: Short
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=120)] = ""
    duty: Annotated[str, Field(max_length=60)] = ""


class SetContacts(Asked):
    contacts: Annotated[list[ContactIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_contacts)
def set_contacts_endpoint(request: HttpRequest, asked: SetContacts) -> Answered:
    return run(set_contacts, request, contacts=[ContactDraft(**one.model_dump()) for one in asked.contacts])


class AccountIn(Asked):
    supplier_id: Id
    holder: Name
    bank: Name
    number: Annotated[str, Field(min_length=8, max_length=40)]


class SetBankAccounts(Asked):
    accounts: Annotated[list[AccountIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_bank_accounts)
def set_bank_accounts_endpoint(request: HttpRequest, asked: SetBankAccounts) -> Answered:
    return run(set_bank_accounts, request, accounts=[AccountDraft(**one.model_dump()) for one in asked.accounts])


class TermsIn(Asked):
    supplier_id: Id
    sku_code: Annotated[str, Field(min_length=1, max_length=64)]
    price: UnitCost
    valid_from: Day
    valid_until: Day | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    tax_rate: Annotated[Amount, Field(lt=Decimal(100))] = Decimal(0)
    least_quantity: Quantity = 1
    pack_size: Quantity = 1
    lead_days: Days | None = None


class SetTerms(Asked):
    terms: Annotated[list[TermsIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_terms)
def set_terms_endpoint(request: HttpRequest, asked: SetTerms) -> Answered:
    return run(set_terms, request, terms=[TermsDraft(**one.model_dump()) for one in asked.terms])


class TalkIn(Asked):
    supplier_id: Id
    about: TalkKind = TalkKind.TALK
    held_on: Day
    who: Name
    words: Words


class NoteTalks(Asked):
    talks: Annotated[list[TalkIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, note_talks)
def note_talks_endpoint(request: HttpRequest, asked: NoteTalks) -> Answered:
    talks = [TalkDraft(**one.model_dump() | {"about": one.about.value}) for one in asked.talks]
    return run(note_talks, request, talks=talks)


class ScoreSuppliers(SupplierIds):
    month: Annotated[Day, Field(description="Any day of it.")]


@flow_operation(router, score_suppliers)
def score_suppliers_endpoint(request: HttpRequest, asked: ScoreSuppliers) -> Answered:
    return run(score_suppliers, request, **asked.model_dump())


class ReviewSuppliers(SupplierIds):
    words: Words


@flow_operation(router, review_suppliers)
def review_suppliers_endpoint(request: HttpRequest, asked: ReviewSuppliers) -> Answered:
    return run(review_suppliers, request, **asked.model_dump())


class SetBuyingNumbers(Asked):
    late_days: Weight
    defect_share: Weight
    price_change: Weight
    answer_hours: Weight
    warn_days: Annotated[int, Field(ge=0, le=365, strict=True)] = 30


@flow_operation(router, set_buying_numbers)
def set_buying_numbers_endpoint(request: HttpRequest, asked: SetBuyingNumbers) -> Answered:
    return run(set_buying_numbers, request, **asked.model_dump())
