"""Invoices from the paper to the books."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.books.models import Entry, Posting
from zhanggui.books.queries import roles_taken
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.invoicing.flows.accept_differences import accept_differences
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.flows.refuse_invoices import refuse_invoices
from zhanggui.invoicing.flows.rematch_invoices import rematch_invoices
from zhanggui.invoicing.flows.set_invoice_numbers import set_invoice_numbers
from zhanggui.invoicing.flows.set_payment_days import set_payment_days
from zhanggui.invoicing.models import InvoicedCount, InvoiceLine, SupplierInvoice
from zhanggui.invoicing.rules import invoices as rules
from zhanggui.invoicing.testing import ACCOUNTANT, AT, DAY, LEAD, draft_of, make_invoices, make_received
from zhanggui.kernel.refusal import NotFound
from zhanggui.purchasing.flows.count_receipts import count_receipts
from zhanggui.quality.models import SupplierClaim

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACCOUNTANT, "at": AT}
BY_LEAD: dict[str, Any] = {"actor": LEAD, "at": AT}


@pytest.fixture
def lines():
    return make_received(make_warehouse(), make_skus(2))


def state_of(invoice: SupplierInvoice) -> str:
    return SupplierInvoice.objects.get(pk=invoice.pk).state


def counted(line) -> int:
    return sum(InvoicedCount.objects.filter(pk=line.pk).values_list("taken", flat=True))


def refused(outcome):
    return {type(one) for one in outcome.refused.values()}


def legs(cause: str, cause_id: int) -> dict[str, Decimal]:
    """What the entry put on each account, by role."""
    roles = {code: role for role, code in roles_taken().items()}
    found = Posting.objects.filter(entry__cause=cause, entry__cause_id=cause_id).values_list("account__code", "amount")
    return {roles[code]: amount for code, amount in found}


def test_an_invoice_over_what_came_matches_and_is_due_in_its_time(lines):
    (invoice,) = make_invoices([draft_of(lines, tax_rate=Decimal(0))])
    assert (invoice.state, invoice.total) == ("matched", Decimal("70.00"))
    assert invoice.due_on == date(2026, 12, 10)
    assert [counted(line) for line in lines] == [10, 10]


def test_a_paper_is_entered_once_for_its_supplier(lines):
    first = draft_of(lines, quantity=1, paper="88")
    outcome = enter_invoices(invoices=[first, draft_of(lines, quantity=1, paper=" 88 ")], **BY)
    assert refused(outcome) == {rules.InvoiceThere}
    assert refused(enter_invoices(invoices=[draft_of(lines, quantity=1, paper="88")], **BY)) == {rules.InvoiceThere}


def test_what_is_not_sound_is_refused(lines):
    other = make_received(make_warehouse("W2"), make_skus(1, prefix="N"))
    good = draft_of(lines)
    mixed = draft_of(lines)
    wrong = [
        good._replace(paper="  "),
        good._replace(lines=[]),
        good._replace(lines=[good.lines[0]._replace(unit_price=Decimal("1.00001"))]),
        good._replace(total=good.total + Decimal("0.03")),
        mixed._replace(supplier_id=other[0].order.supplier_id),
        good._replace(lines=[good.lines[0]._replace(purchase_line=10**9)], total=Decimal("35.00")),
    ]
    kinds = [refused(enter_invoices(invoices=[one], **BY)) for one in wrong]
    assert kinds == [
        {rules.InvoiceUnsound},
        {rules.InvoiceUnsound},
        {rules.InvoiceUnsound},
        {rules.TotalDiffers},
        {rules.NotOfThisSupplier},
        {NotFound},
    ]
    assert not SupplierInvoice.objects.exists()


def test_pieces_on_one_invoice_are_not_there_for_another(lines):
    first, second = make_invoices([draft_of(lines, quantity=6), draft_of(lines, quantity=5)])
    assert (first.state, second.state) == ("matched", "differs")
    refuse_invoices(invoice_ids=[first.pk], reason="wrong company", **BY).one()
    rematch_invoices(invoice_ids=[second.pk], **BY).one()
    assert state_of(second) == "matched"
    assert counted(lines[0]) == 5


def test_goods_that_come_let_an_invoice_match():
    (line,) = make_received(make_warehouse(), make_skus(1), received=4)
    (invoice,) = make_invoices([draft_of([line], quantity=10)])
    assert invoice.state == "differs"
    count_receipts(received={line.pk: 6}, **BY).one()
    rematch_invoices(invoice_ids=[invoice.pk], **BY).one()
    assert state_of(invoice) == "matched"


def test_goods_taken_back_before_the_approval_make_it_differ_again(lines):
    (invoice,) = make_invoices([draft_of(lines)])
    count_receipts(received={lines[0].pk: -3}, **BY).one()
    rematch_invoices(invoice_ids=[invoice.pk], **BY).one()
    assert (state_of(invoice), counted(lines[0]), counted(lines[1])) == ("differs", 0, 10)


def test_an_approved_invoice_is_payable_in_the_books_and_a_lower_price_is_a_difference(lines):
    (invoice,) = make_invoices([draft_of(lines, price=Decimal("3.40"))])
    approve_invoices(invoice_ids=[invoice.pk], **BY_LEAD).one()
    assert legs("approve_invoices", invoice.pk) == {
        "received_not_invoiced": Decimal("70.00"),
        "price_difference": Decimal("-2.00"),
        "payable": Decimal("-68.00"),
    }
    entry = Entry.objects.get(cause="approve_invoices", cause_id=invoice.pk)
    assert (entry.document, entry.subject_id) == (invoice.number, invoice.pk)


def test_the_tax_of_an_ordinary_invoice_is_no_input_tax(lines):
    rate = Decimal(13)
    special, ordinary = make_invoices(
        [draft_of(lines[:1], tax_rate=rate), draft_of(lines[1:], kind="ordinary", tax_rate=rate)]
    )  # fmt: skip
    rows = list(InvoiceLine.objects.values_list("pk", flat=True))
    accept_differences(line_ids=rows, reason="rate of this month", **BY_LEAD)
    approve_invoices(invoice_ids=[special.pk, ordinary.pk], **BY_LEAD)
    assert legs("approve_invoices", special.pk)["input_tax"] == Decimal("4.55")
    assert legs("approve_invoices", ordinary.pk) == {
        "received_not_invoiced": Decimal("35.00"),
        "price_difference": Decimal("4.55"),
        "payable": Decimal("-39.55"),
    }


def test_four_eyes_see_every_invoice(lines):
    (invoice,) = make_invoices([draft_of(lines, price=Decimal(4))])
    rows = [line.pk for line in invoice.lines.all()]
    assert refused(accept_differences(line_ids=rows, reason="agreed", **BY)) == {rules.InvoiceByItsAuthor}
    assert refused(approve_invoices(invoice_ids=[invoice.pk], **BY_LEAD)) == {rules.InvoiceDiffers}
    with pytest.raises(rules.ReasonNeeded):
        accept_differences(line_ids=rows, reason=" ", **BY_LEAD)
    accept_differences(line_ids=rows, reason="agreed by phone", **BY_LEAD)
    assert state_of(invoice) == "matched"
    assert refused(approve_invoices(invoice_ids=[invoice.pk], **BY)) == {rules.InvoiceByItsAuthor}
    assert refused(accept_differences(line_ids=rows, reason="twice", **BY_LEAD)) == {rules.NothingDiffers}


def test_what_is_above_the_ordered_price_is_paid_and_claimed_back_where_that_was_decided(lines):
    (invoice,) = make_invoices([draft_of(lines, price=Decimal(4))])
    rows = [line.pk for line in invoice.lines.all()]
    accept_differences(line_ids=rows, reason="they promised a credit", claim=True, **BY_LEAD)
    assert not SupplierClaim.objects.exists()
    approve_invoices(invoice_ids=[invoice.pk], **BY_LEAD).one()
    claims = SupplierClaim.objects.values_list("subject", "amount", "paper")
    assert list(claims) == [("invoice_line", Decimal("5.00"), invoice.number)] * 2


def test_pieces_that_did_not_come_are_never_accepted(lines):
    (invoice,) = make_invoices([draft_of(lines, quantity=11)])
    rows = [line.pk for line in invoice.lines.all()]
    assert refused(accept_differences(line_ids=rows, reason="come soon", **BY_LEAD)) == {rules.NotReceived}


def test_only_a_higher_price_is_claimed(lines):
    (invoice,) = make_invoices([draft_of(lines, tax_rate=Decimal(9))])
    rows = [line.pk for line in invoice.lines.all()]
    outcome = accept_differences(line_ids=rows, reason="tax", claim=True, **BY_LEAD)
    assert refused(outcome) == {rules.NothingToClaim}


def test_the_tolerance_and_the_days_of_the_company_and_of_a_supplier(lines):
    set_invoice_numbers(price_percent=Decimal("2.5"), due_days=10, **BY)
    first, second = make_invoices(
        [draft_of(lines[:1], price=Decimal("3.58")), draft_of(lines[1:], price=Decimal("3.59"))]
    )
    assert (first.state, second.state) == ("matched", "differs")
    assert first.due_on == date(2026, 11, 20)
    set_payment_days(supplier_ids=[first.supplier_id], days=30, from_month_end=True, **BY)
    refuse_invoices(invoice_ids=[first.pk], reason="again", **BY)
    (third,) = make_invoices([draft_of(lines[:1])])
    assert third.due_on == date(2026, 12, 30)
    for percent, days in ((Decimal(100), 1), (Decimal(0), 366)):
        with pytest.raises(rules.NumbersUnsound):
            set_invoice_numbers(price_percent=percent, due_days=days, **BY)


def test_an_approved_invoice_stays(lines):
    (invoice,) = make_invoices([draft_of(lines)], state="approved")
    assert refused(refuse_invoices(invoice_ids=[invoice.pk], reason="late", **BY)) == {rules.InvoiceNotThere}
    assert refused(rematch_invoices(invoice_ids=[invoice.pk], **BY)) == {rules.InvoiceNotThere}
    assert refused(approve_invoices(invoice_ids=[invoice.pk], **BY_LEAD)) == {rules.InvoiceNotThere}
    assert Entry.objects.filter(cause="approve_invoices").count() == 1


def test_an_invoice_the_books_refuse_waits_and_the_others_go_on(lines):
    first, second = make_invoices([draft_of(lines[:1], tax_rate=Decimal(13)), draft_of(lines[1:])])
    accept_differences(line_ids=[line.pk for line in first.lines.all()], reason="rate", **BY_LEAD)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM books_accountrole WHERE role = 'input_tax'")
    outcome = approve_invoices(invoice_ids=[first.pk, second.pk], **BY_LEAD)
    assert outcome.done == [second.pk]
    assert state_of(first) == "matched"


def test_the_database_counts_no_piece_that_did_not_come(lines):
    make_invoices([draft_of(lines, quantity=9)])
    with pytest.raises(IntegrityError, match="fewer received"), transaction.atomic():
        InvoicedCount.objects.filter(pk=lines[0].pk).update(taken=11)
    InvoicedCount.objects.filter(pk=lines[0].pk).update(taken=2)


def test_what_does_not_exist_is_named():
    for flow, asked in (
        (rematch_invoices, {"invoice_ids": [1]}),
        (approve_invoices, {"invoice_ids": [1]}),
        (refuse_invoices, {"invoice_ids": [1], "reason": "x"}),
        (accept_differences, {"line_ids": [1], "reason": "x"}),
        (set_payment_days, {"supplier_ids": [1], "days": 3}),
    ):
        assert refused(flow(**asked, **BY)) == {NotFound}


def test_days():
    assert rules.due_on(DAY, days=0, from_month_end=True) == date(2026, 11, 30)
