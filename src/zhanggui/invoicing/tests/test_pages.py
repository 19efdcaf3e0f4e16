"""Invoices as people see them: desks, sheets, and the page on which one is entered."""

from decimal import Decimal

import pytest
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.invoicing.asking import request_less_claims
from zhanggui.invoicing.models import InvoiceLine, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.testing import ACCOUNTANT, AT, draft_of, make_claim, make_invoices, make_received
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


@pytest.fixture
def lines():
    return make_received(make_warehouse(), make_skus(2))


def asked_for(lines) -> PaymentRequest:
    (invoice,) = make_invoices([draft_of(lines)], state="approved")
    make_claim(invoice.supplier, Decimal(5))
    make_claim(invoice.supplier, Decimal(66))
    outcome = request_less_claims(invoice_ids=[invoice.pk], deduct=True, note="", actor=ACCOUNTANT, at=AT)
    assert outcome.done == [invoice.pk]
    return PaymentRequest.objects.get()


@pytest.mark.parametrize("desk", ["supplier-invoices", "invoice-lines", "payment-requests"])
def test_desks_open_for_who_settles_and_buys_and_for_nobody_of_the_warehouse(lines, desk):
    make_invoices([draft_of(lines, quantity=11, price=Decimal(4))])
    asked_for(make_received(make_warehouse("W2"), make_skus(1, prefix="N")))
    for role in ("accountant", "finance", "buyer"):
        client = client_of(role)
        for tab in ("", "?tab=all"):
            assert client.get(f"/desk/{desk}/{tab}").status_code == 200
    assert client_of("warehouse_manager").get(f"/desk/{desk}/").status_code == 403


def test_a_sheet_shows_order_receipt_and_invoice_side_by_side_and_what_differs(lines):
    (invoice,) = make_invoices([draft_of(lines, quantity=11, price=Decimal(4))])
    page = client_of("finance").get(f"/sheet/supplier-invoices/{invoice.pk}/").content.decode()
    assert lines[0].order.number in page
    assert "11 ≠ 10" in page
    assert "4.0000 ≠ 3.5000" in page or "4 ≠ 3.5000" in page


def test_the_sheet_of_a_request_names_its_invoices_and_the_claims_that_fit(lines):
    request = asked_for(lines)
    assert (request.deducted, request.payable) == (Decimal(5), Decimal(65))
    page = client_of("finance").get(f"/sheet/payment-requests/{request.pk}/").content.decode()
    assert SupplierInvoice.objects.get().number in page


def test_what_was_received_is_taken_on_an_invoice(lines):
    client, supplier = client_of("accountant"), lines[0].order.supplier_id
    assert lines[0].order.number not in client.get("/invoicing/enter").content.decode()
    page = client.get("/invoicing/enter", {"supplier": supplier}).content.decode()
    assert lines[0].order.number in page
    typed = {"supplier": supplier, "paper": "2410", "invoiced_on": "2026-11-10", "total": "35.00", "kind": "special"}
    for line, pieces in zip(lines, ("10", ""), strict=True):
        typed |= {f"quantity-{line.pk}": pieces, f"price-{line.pk}": "3.5", f"rate-{line.pk}": "0"}
    answer = client.post("/invoicing/enter", typed)
    invoice = SupplierInvoice.objects.get(paper="2410")
    assert (answer.status_code, answer["Location"]) == (302, f"/sheet/supplier-invoices/{invoice.pk}/")
    assert InvoiceLine.objects.get().purchase_line_id == lines[0].pk


@pytest.mark.parametrize("wrong", [{"total": "x"}, {"total": "9"}, {"invoiced_on": ""}, {"paper": " "}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(lines, wrong):
    client, line = client_of("accountant"), lines[0]
    typed = {"supplier": line.order.supplier_id, "paper": "77", "invoiced_on": "2026-11-10", "total": "35.00"}
    typed |= {"kind": "special", f"quantity-{line.pk}": "10", f"price-{line.pk}": "3.5", f"rate-{line.pk}": "0"}
    answer = client.post("/invoicing/enter", typed | wrong)
    assert answer.status_code == 422
    assert "alert-danger" in answer.content.decode()
    assert not SupplierInvoice.objects.exists()


def test_who_only_buys_enters_nothing(lines):
    assert client_of("buyer").get("/invoicing/enter").status_code == 403
