"""Suppliers from the application to the approval, their pauses, and who may be ordered from."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.kernel.seal import unseal
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.edit_suppliers import ApprovedNameStays, edit_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.note_talks import TalkDraft, note_talks
from zhanggui.parties.flows.pause_lapsed_suppliers import pause_lapsed_suppliers
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.resume_suppliers import resume_suppliers
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_contacts import ContactNameless, set_contacts
from zhanggui.parties.flows.warn_of_documents import warn_of_documents
from zhanggui.parties.models import BankAccount, Contact, Document, Supplier
from zhanggui.parties.queries import who_may_be_ordered_from
from zhanggui.parties.rules.credit_codes import CreditCodeWrong
from zhanggui.parties.rules.filing import (
    AccountDraft,
    ContactDraft,
    DocumentDraft,
    NoScan,
    SupplierDraft,
    SupplierKnown,
)
from zhanggui.parties.rules.stages import (
    ApprovedByApplicant,
    BankAccountMissing,
    BankAccountOfAnother,
    DocumentsRunOut,
    LicenceMissing,
    StageNotNext,
    SupplierNotApproved,
    SupplierPaused,
    VisitNotNoted,
)
from zhanggui.parties.states import DocumentKind, TalkKind
from zhanggui.parties.testing import AT, BUYER, LEAD, make_approved, make_files, make_suppliers, supplier_draft

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 11)
BY: dict[str, Any] = {"actor": BUYER, "at": AT}
FAR = AT + timedelta(days=1000)


def advance(supplier, to, *, actor=LEAD, at=AT):
    return advance_suppliers(supplier_ids=[supplier.pk], to=to, actor=actor, at=at).refused.get(supplier.pk)


def test_a_set_is_added_and_the_wrong_ones_are_refused_each_for_its_reason():
    known = make_suppliers(1)[0]
    good, wrong = supplier_draft(), replace(supplier_draft(), credit_code="91350100M000100Y4Z")
    again = replace(supplier_draft(), credit_code=known.credit_code.lower())
    twice = replace(supplier_draft(), code=good.code)
    outcome = add_suppliers(suppliers=[good, wrong, again, twice], **BY)
    assert outcome.done == [good.code]
    assert {code: type(no) for code, no in outcome.refused.items()} == {
        wrong.code: CreditCodeWrong, again.code: SupplierKnown, good.code: SupplierKnown
    }  # fmt: skip


def test_what_is_edited_stays_the_company_that_was_approved():
    (supplier,) = make_approved()
    longer = SupplierDraft(supplier.code, supplier.name, supplier.credit_code, lead_days=9)
    assert edit_suppliers(suppliers=[longer], **BY).done == [supplier.code]
    renamed = replace(longer, name="另一家公司")
    outcome = edit_suppliers(suppliers=[renamed, supplier_draft()], **BY)
    assert [type(no) for no in outcome.refused.values()] == [ApprovedNameStays, NotFound]
    supplier.refresh_from_db()
    assert supplier.lead_days == 9


def test_approval_asks_for_licence_account_contact_and_another_person():
    (supplier,) = make_suppliers()
    assert isinstance(advance(supplier, "approved"), StageNotNext)
    assert advance(supplier, "documents") is None
    assert isinstance(advance(supplier, "approved"), LicenceMissing)
    licence = DocumentDraft(supplier.pk, DocumentKind.BUSINESS_LICENCE, "L1", valid_until=DAY)
    file_documents(documents=[licence], **BY)
    assert isinstance(advance(supplier, "approved", at=AT + timedelta(days=1)), DocumentsRunOut)
    assert isinstance(advance(supplier, "approved"), BankAccountMissing)
    make_files([supplier])
    set_bank_accounts(accounts=[AccountDraft(supplier.pk, "某某", "工商银行", "6222 0202 0000")], **BY)
    assert isinstance(advance(supplier, "approved"), BankAccountOfAnother)
    make_files([supplier])
    assert isinstance(advance(supplier, "approved", actor=BUYER), ApprovedByApplicant)
    with pytest.raises(NotAllowed):
        advance(supplier, "approved", actor=Actor("x", grants=frozenset({"advance_suppliers"})))
    assert advance(supplier, "approved") is None
    assert who_may_be_ordered_from([supplier.pk], day=DAY) == {supplier.pk: None}


def test_a_visit_is_noted_before_the_next_stage():
    (supplier,) = make_suppliers()
    make_files([supplier])
    for to in ("documents", "visit"):
        assert advance(supplier, to) is None
    assert isinstance(advance(supplier, "sample_test"), VisitNotNoted)
    note_talks(talks=[TalkDraft(supplier.pk, TalkKind.VISIT, DAY, "王采芹", "车间整洁")], **BY)
    assert advance(supplier, "sample_test") is None


def test_who_may_be_ordered_from_says_why_not():
    paused, lapsed, good = make_approved(3)
    (fresh,) = make_suppliers()
    pause_suppliers(supplier_ids=[paused.pk, fresh.pk], reason="迟交", **BY)
    old = DocumentDraft(lapsed.pk, DocumentKind.BRAND_AUTHORISATION, "B1", valid_until=DAY - timedelta(days=1))
    file_documents(documents=[old], **BY)
    found = who_may_be_ordered_from([paused.pk, lapsed.pk, good.pk, fresh.pk, 0], day=DAY)
    assert {pk: type(no) for pk, no in found.items()} == {
        paused.pk: SupplierPaused, lapsed.pk: DocumentsRunOut, good.pk: type(None), fresh.pk: SupplierNotApproved,
        0: NotFound,
    }  # fmt: skip
    assert "迟交" in str(found[paused.pk])


def test_a_licence_that_ran_out_pauses_until_a_new_one_is_filed():
    (supplier,) = make_approved(ends=DAY)
    (other,) = make_approved()
    assert pause_lapsed_suppliers(actor=LEAD, at=AT).done == []
    late = AT + timedelta(days=1)
    assert pause_lapsed_suppliers(actor=LEAD, at=late).done == [supplier.pk]
    assert pause_lapsed_suppliers(actor=LEAD, at=late).done == []
    outcome = resume_suppliers(supplier_ids=[supplier.pk, other.pk], actor=LEAD, at=late)
    assert outcome.done == [other.pk]
    assert isinstance(outcome.refused[supplier.pk], DocumentsRunOut)
    file_documents(documents=[DocumentDraft(supplier.pk, DocumentKind.BUSINESS_LICENCE, "NEW")], actor=BUYER, at=late)
    assert Document.objects.filter(supplier=supplier, is_current=True).count() == 1
    assert resume_suppliers(supplier_ids=[supplier.pk], actor=LEAD, at=late).done == [supplier.pk]
    assert who_may_be_ordered_from([supplier.pk], day=FAR.date()) == {supplier.pk: None}


def test_the_end_of_a_document_is_told_once_thirty_days_before():
    make_approved(ends=DAY + timedelta(days=31))
    assert warn_of_documents(actor=LEAD, at=AT).done == []
    near = AT + timedelta(days=1)
    assert len(warn_of_documents(actor=LEAD, at=near).done) == 1
    assert warn_of_documents(actor=LEAD, at=near).done == []


def test_people_and_accounts_are_sealed():
    (supplier,) = make_approved()
    contact, account = Contact.objects.get(supplier=supplier), BankAccount.objects.get(supplier=supplier)
    assert (contact.name, contact.phone) == ("王**", "137****5678")
    assert "13712345678" in unseal(contact.sealed).decode()
    assert (account.last_digits, unseal(account.sealed)) == ("4567", b"6222020200001234567")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM kernel_fact")
        said = " ".join(text for (text,) in cursor.fetchall())
    assert "13712345678" not in said
    assert "6222020200001234567" not in said


def test_a_scan_is_a_scan():
    (supplier,) = make_suppliers()
    draft = DocumentDraft(supplier.pk, DocumentKind.OTHER, "X", scan=b"<html>")
    assert isinstance(file_documents(documents=[draft], **BY).refused[supplier.pk], NoScan)
    file_documents(documents=[replace(draft, scan=b"%PDF-1.7 licence")], **BY)
    document = Document.objects.get(supplier=supplier)
    assert document.scan_kind == "application/pdf"
    assert document.scan is not None
    assert unseal(document.scan) == b"%PDF-1.7 licence"


@pytest.mark.parametrize("state", ["approved", "paused", "third_party"])
def test_the_database_takes_no_other_step(state):
    (supplier,) = make_suppliers()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE parties_supplier SET state = %s WHERE id = %s", [state, supplier.pk])
    assert Supplier.objects.get(pk=supplier.pk).state == "applied"


def test_people_named_anew_take_the_place_of_the_others():
    (supplier,) = make_approved()
    drafts = [ContactDraft(supplier.pk, "李账", "010-88887777"), ContactDraft(supplier.pk, "赵仓")]
    assert set_contacts(contacts=drafts, **BY).done == [supplier.pk]
    assert sorted(supplier.contacts.values_list("name", flat=True)) == ["李*", "赵*"]
    nameless = set_contacts(contacts=[ContactDraft(supplier.pk, " ")], **BY)
    assert isinstance(nameless.refused[supplier.pk], ContactNameless)
    assert supplier.contacts.count() == 2
