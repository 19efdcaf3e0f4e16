"""Two invoices for the same goods, two requests for the same invoice, on connections of their own."""

from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import broken_promises
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.models import Entry
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.models import InvoicedCount, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.testing import ACCOUNTANT, AT, LEAD, draft_of, make_claim, make_invoices, make_received

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def test_of_invoices_over_the_same_pieces_only_as_many_match_as_came():
    lines = make_received(make_warehouse(), make_skus(2))
    install_chart(actor=LEAD, at=AT)
    drafts = [draft_of(lines if number % 2 else lines[::-1], quantity=3) for number in range(6)]
    at_once([partial(enter_invoices, invoices=[draft], actor=ACCOUNTANT, at=AT) for draft in drafts])
    assert SupplierInvoice.objects.filter(state="matched").count() == 3
    assert set(InvoicedCount.objects.values_list("taken", flat=True)) == {9}
    assert broken_promises() == []


def test_an_invoice_is_approved_once_and_stands_on_one_request_with_its_claim():
    (invoice,) = make_invoices([draft_of(make_received(make_warehouse(), make_skus(1)))])
    approving = partial(approve_invoices, invoice_ids=[invoice.pk], actor=LEAD, at=AT)
    assert sum(len(outcome.done) for outcome in at_once([approving] * 4)) == 1
    assert Entry.objects.filter(cause="approve_invoices").count() == 1
    claim = make_claim(invoice.supplier, Decimal(5))
    asking = partial(request_payments, invoice_ids=[invoice.pk], claim_ids=[claim.pk], actor=ACCOUNTANT, at=AT)
    at_once([asking] * 4)
    assert PaymentRequest.objects.get().payable == Decimal(30)
    assert broken_promises() == []
