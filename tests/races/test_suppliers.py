"""Suppliers at the same moment: two who approve, two who agree on terms, a licence filed while the night pauses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise

import pytest
from django.conf import settings

from tests.races.at_once import at_once, second_while_open
from tests.world import BY
from zhanggui.kernel.models import Fact
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.import_terms import import_terms
from zhanggui.parties.flows.pause_lapsed_suppliers import pause_lapsed_suppliers
from zhanggui.parties.flows.record_events import EventDraft, record_events
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.models import Document, Supplier, SupplierEvent, Terms
from zhanggui.parties.rules.filing import DocumentDraft
from zhanggui.parties.rules.importing import TermsRow
from zhanggui.parties.rules.stages import DocumentsRunOut
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.states import SupplierState
from zhanggui.parties.testing import AT, BUYER, LEAD, make_approved, make_files, make_suppliers, supplier_draft

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
LATER = AT + timedelta(days=30)
LAST = date(2026, 11, 20)


def test_of_two_who_approve_one_does():
    suppliers = make_suppliers(4)
    make_files(suppliers)
    ids = [one.pk for one in suppliers]
    advance_suppliers(supplier_ids=ids, to=SupplierState.DOCUMENTS, actor=BUYER, at=AT)
    approve = partial(advance_suppliers, to=SupplierState.APPROVED, at=AT)
    outcomes = at_once([
        partial(approve, supplier_ids=order, actor=replace(LEAD, name=f"lead {number}"))
        for number, order in enumerate((ids, ids[::-1], ids, ids[::-1]))
    ])  # fmt: skip
    assert sorted(pk for outcome in outcomes for pk in outcome.done) == sorted(ids)
    told = Fact.objects.filter(name="parties.supplier.advanced", data__state="approved").count()
    assert Supplier.objects.filter(state=SupplierState.APPROVED).count() == 4
    assert told == 4
    assert sum(len(outcome.refused) for outcome in outcomes) == 12


def test_versions_of_terms_follow_each_other_whoever_agrees_at_once():
    (supplier,) = make_suppliers()
    drafts = [
        TermsDraft(supplier.pk, "TEA", Decimal(number), date(2026, 11, number)) for number in range(1, 9)
    ]  # fmt: skip
    at_once([partial(set_terms, terms=[draft], **BY) for draft in drafts])
    versions = list(Terms.objects.order_by("valid_from").values_list("version", "valid_from", "valid_until", "price"))
    assert [version for version, *_ in versions] == list(range(1, len(versions) + 1))
    for (_, _, ends, _), (_, begins, _, _) in pairwise(versions):
        assert ends == begins - timedelta(days=1)
    assert versions[-1][2:] == (None, Decimal(8))


def test_one_file_of_terms_handed_in_by_two_makes_one_version():
    (supplier,) = make_suppliers()
    rows = [TermsRow(supplier.code, f"SKU{number}", {"price": Decimal(3)}) for number in range(20)]
    at_once([partial(import_terms, rows=rows, **BY) for _ in range(4)])
    assert Terms.objects.count() == 20
    assert set(Terms.objects.values_list("version", flat=True)) == {1}


def renewal(supplier: Supplier) -> DocumentDraft:
    return DocumentDraft(supplier.pk, "business_licence", "NEW", valid_until=date(2028, 1, 1))


def test_a_licence_filed_while_the_night_pauses_is_on_file_and_lets_the_supplier_resume():
    (supplier,) = make_approved(ends=LAST)
    outcome = second_while_open(
        partial(pause_lapsed_suppliers, actor=BUYER, at=LATER),
        partial(file_documents, documents=[renewal(supplier)], actor=BUYER, at=LATER),
    )
    assert outcome.done == [supplier.pk]
    supplier.refresh_from_db()
    assert (supplier.state, Document.objects.get(is_current=True).number) == (SupplierState.PAUSED, "NEW")


def test_a_licence_filed_first_keeps_the_night_from_pausing():
    (supplier,) = make_approved(ends=LAST)
    outcome = second_while_open(
        partial(file_documents, documents=[renewal(supplier)], actor=BUYER, at=LATER),
        partial(pause_lapsed_suppliers, actor=BUYER, at=LATER),
    )
    assert outcome.done == []
    supplier.refresh_from_db()
    assert supplier.state == SupplierState.APPROVED


def test_a_supplier_is_not_approved_while_its_licence_is_replaced_by_one_that_is_over():
    (supplier,) = make_suppliers()
    make_files([supplier])
    advance_suppliers(supplier_ids=[supplier.pk], to=SupplierState.DOCUMENTS, actor=BUYER, at=AT)
    over = DocumentDraft(supplier.pk, "business_licence", "OLD", valid_until=date(2026, 1, 1))
    outcome = second_while_open(
        partial(file_documents, documents=[over], actor=BUYER, at=AT),
        partial(advance_suppliers, supplier_ids=[supplier.pk], to=SupplierState.APPROVED, actor=LEAD, at=AT),
    )
    assert not outcome.done
    assert type(outcome.refused[supplier.pk]).__name__ in {"LicenceMissing", DocumentsRunOut.__name__}


def test_one_code_and_one_cause_count_once_whoever_repeats_them():
    draft = supplier_draft()
    outcomes = at_once([partial(add_suppliers, suppliers=[draft], **BY) for _ in range(6)])
    assert sum(len(outcome.done) for outcome in outcomes) == 1
    supplier = Supplier.objects.get()
    event = EventDraft(supplier.pk, "late_days", Decimal(2), date(2026, 11, 3), "receipt:1")
    at_once([partial(record_events, events=[event], **BY) for _ in range(6)])
    assert SupplierEvent.objects.count() == 1
