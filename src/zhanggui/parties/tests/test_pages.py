"""A supplier on its pages: proposed, papers filed, approved by another, scored, reviewed on paper."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.listening import heard

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.parties.flows.record_events import EventDraft, record_events
from zhanggui.parties.flows.review_suppliers import review_suppliers
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.warn_of_documents import warn_of_documents
from zhanggui.parties.models import Document, Review, Supplier
from zhanggui.parties.testing import AT, BUYER, credit_code, make_approved, make_suppliers
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


def test_a_supplier_is_proposed_and_its_licence_filed_with_a_scan():
    client = client_of("buyer")
    asked = {"code": "G1", "name": "杭州龙井有限公司", "credit_code": "91350100M000100Y4Z", "tax_kind": "general",
             "lead_days": 3, "over_percent": 5, "under_percent": 5, "least_amount": "500"}  # fmt: skip
    assert client.post("/suppliers/new", asked).status_code == 422
    page = client.post("/suppliers/new", asked | {"credit_code": credit_code(77)}, follow=True)
    assert "杭州龙井有限公司" in page.content.decode()
    supplier = Supplier.objects.get(code="G1")
    scan = SimpleUploadedFile("l.pdf", b"%PDF-1.7 x")
    filed = {"kind": "business_licence", "number": "L1", "valid_until": company_day(now()) - timedelta(days=1)}
    page = client.post(f"/suppliers/{supplier.pk}/documents", filed | {"scan": scan}, follow=True)
    assert "tone-bad" in page.content.decode()
    document = Document.objects.get()
    assert client.get(f"/suppliers/scans/{document.pk}").content == b"%PDF-1.7 x"
    assert client_of("editor").get(f"/suppliers/scans/{document.pk}").status_code == 403


def test_the_sheet_masks_people_and_opens_the_events_of_each_figure():
    (supplier,) = make_approved()
    event = EventDraft(supplier.pk, "late_days", Decimal(3), date(2026, 11, 3), "receipt:1")
    record_events(events=[event], actor=BUYER, at=AT)
    score_suppliers(supplier_ids=[supplier.pk], month=date(2026, 11, 3), actor=BUYER, at=AT)
    address = f"/sheet/suppliers/{supplier.pk}/"
    assert "13712345678" in client_of("buyer").get(address).content.decode()
    page = client_of("operations_director").get(address).content.decode()
    assert "13712345678" not in page
    assert "137****5678" in page
    asked = {"supplier": supplier.code, "happened_on__from": "2026-11-01", "happened_on__to": "2026-11-30"}
    assert f"?tab=late_days&amp;supplier={supplier.code}&amp;happened_on__from=2026-11-01" in page
    (row,) = desk_rows(desks()["supplier-events"], asked | {"tab": "late_days"}, BUYER)["rows"]
    assert row["cause"] == "receipt:1"


def test_a_review_is_printed():
    (supplier,) = make_suppliers()
    review_suppliers(supplier_ids=[supplier.pk], words="按时交货", actor=BUYER, at=AT)
    answer = client_of("buyer").get(f"/suppliers/reviews/{Review.objects.get().pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_desk_lists_many_with_few_statements():
    make_suppliers(60)
    with heard() as statements:
        rows = desk_rows(desks()["suppliers"], {"tab": "applied"}, BUYER)["rows"]
    assert len(rows) >= 50
    assert len(statements) <= 12


def test_the_tab_of_documents_that_end_holds_who_the_buyer_was_warned_of():
    ending, _ = make_approved(1, ends=date(2026, 11, 20))[0], make_approved(1)
    warn_of_documents(actor=BUYER, at=AT)
    rows = desk_rows(desks()["suppliers"], {"tab": "ending"}, BUYER)["rows"]
    assert [row["code"] for row in rows] == [ending.code]
    home = client_of("buyer").get("/").content.decode()
    assert "/desk/suppliers/?tab=ending" in home


def test_only_who_may_sees_suppliers():
    assert client_of("packer").get("/desk/suppliers/").status_code == 403
    assert not Actor("x").may("see_suppliers")
