"""What is due is asked for, less what the supplier owes, approved by somebody else, and paid once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhanggui.books.models import Posting
from zhanggui.books.queries import roles_taken
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.invoicing.flows.approve_payment_requests import approve_payment_requests
from zhanggui.invoicing.flows.mark_requests_paid import PaidRequest, mark_requests_paid
from zhanggui.invoicing.flows.refuse_payment_requests import refuse_payment_requests
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.models import Deduction, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.rules import payments as rules
from zhanggui.invoicing.rules.invoices import ReasonNeeded
from zhanggui.invoicing.testing import ACCOUNTANT, AT, LEAD, draft_of, make_claim, make_invoices, make_received
from zhanggui.kernel.refusal import NotFound
from zhanggui.quality.flows.drop_supplier_claims import drop_supplier_claims
from zhanggui.quality.models import SupplierClaim

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACCOUNTANT, "at": AT}
BY_LEAD: dict[str, Any] = {"actor": LEAD, "at": AT}


@pytest.fixture
def invoices():
    """Two of one supplier, 35.00 each, approved."""
    lines = make_received(make_warehouse(), make_skus(2))
    return make_invoices([draft_of(lines[:1]), draft_of(lines[1:])], state="approved")


def refused(outcome):
    return {type(one) for one in outcome.refused.values()}


def asked(invoices, claims=()) -> PaymentRequest:
    outcome = request_payments(
        invoice_ids=[one.pk for one in invoices], claim_ids=[one.pk for one in claims], **BY
    )  # fmt: skip
    for refusal in outcome.refused.values():
        raise refusal
    assert outcome.done == [one.pk for one in invoices]
    return PaymentRequest.objects.latest("pk")


def legs(request: PaymentRequest) -> dict[str, Decimal]:
    roles = {code: role for role, code in roles_taken().items()}
    found = Posting.objects.filter(entry__cause="approve_payment_requests", entry__cause_id=request.pk)
    return {roles[code]: amount for code, amount in found.values_list("account__code", "amount")}


def test_a_request_is_the_sum_of_its_invoices_less_what_the_supplier_owes(invoices):
    claim = make_claim(invoices[0].supplier, Decimal("5.50"))
    request = asked(invoices, [claim])
    assert (request.invoiced, request.deducted, request.payable) == (Decimal(70), Decimal("5.50"), Decimal("64.50"))
    assert request.due_on == date(2026, 12, 10)


def test_an_approved_request_settles_its_claims_and_the_books_owe_less(invoices):
    claim = make_claim(invoices[0].supplier, Decimal("5.50"))
    request = asked(invoices, [claim])
    assert refused(approve_payment_requests(request_ids=[request.pk], **BY)) == {rules.ApprovedByWhoAsked}
    approve_payment_requests(request_ids=[request.pk], **BY_LEAD).one()
    assert SupplierClaim.objects.get(pk=claim.pk).state == "settled"
    assert legs(request) == {"payable": Decimal("5.50"), "supplier_compensation": Decimal("-5.50")}
    assert refused(approve_payment_requests(request_ids=[request.pk], **BY_LEAD)) == {rules.RequestNotThere}


def test_goods_that_went_back_clear_what_was_received(invoices):
    claim = make_claim(invoices[0].supplier, Decimal("7.00"), subject="supplier_return")
    request = asked(invoices, [claim])
    approve_payment_requests(request_ids=[request.pk], **BY_LEAD).one()
    assert legs(request) == {"payable": Decimal("7.00"), "received_not_invoiced": Decimal("-7.00")}


def test_neither_an_invoice_nor_a_claim_stands_on_two_requests(invoices):
    claim = make_claim(invoices[0].supplier, Decimal(5))
    first = asked(invoices[:1], [claim])
    with pytest.raises(rules.NotPayable):
        asked(invoices)
    with pytest.raises(rules.ClaimNotDeductible):
        asked(invoices[1:], [claim])
    with pytest.raises(IntegrityError), transaction.atomic():
        Deduction.objects.create(claim=claim, request=first, amount=Decimal(5))


def test_a_refused_request_gives_its_invoices_and_claims_back(invoices):
    claim = make_claim(invoices[0].supplier, Decimal(5))
    first = asked(invoices, [claim])
    with pytest.raises(ReasonNeeded):
        refuse_payment_requests(request_ids=[first.pk], reason=" ", **BY_LEAD)
    refuse_payment_requests(request_ids=[first.pk], reason="next month", **BY_LEAD).one()
    second = asked(invoices, [claim])
    assert second.payable == Decimal(65)
    assert not SupplierInvoice.objects.filter(request=first).exists()


def test_what_cannot_be_asked_for(invoices):
    lines = make_received(make_warehouse("W2"), make_skus(1, prefix="N"))
    (waiting,) = make_invoices([draft_of(lines)])
    with pytest.raises(rules.NotPayable):
        asked([waiting])
    assert refused(request_payments(invoice_ids=[10**9], **BY)) == {NotFound}
    with pytest.raises(NotFound):
        request_payments(invoice_ids=[invoices[0].pk], claim_ids=[10**9], **BY)
    with pytest.raises(rules.ClaimNotDeductible):
        asked(invoices, [make_claim(waiting.supplier, Decimal(1))])
    with pytest.raises(rules.DeductionsTooLarge):
        asked(invoices, [make_claim(invoices[0].supplier, Decimal("70.01"))])


def test_each_supplier_has_a_request_of_its_own(invoices):
    lines = make_received(make_warehouse("W3"), make_skus(1, prefix="M"))
    others = make_invoices([draft_of(lines)], state="approved")
    claim = make_claim(others[0].supplier, Decimal(4))
    asked([*invoices, *others], [claim])
    sums = PaymentRequest.objects.order_by("pk").values_list("supplier_id", "payable")
    assert list(sums) == [(invoices[0].supplier_id, Decimal(70)), (others[0].supplier_id, Decimal(31))]


def test_a_claim_that_was_dropped_meanwhile_stops_the_approval(invoices):
    claim = make_claim(invoices[0].supplier, Decimal(5))
    request = asked(invoices, [claim])
    drop_supplier_claims(claim_ids=[claim.pk], reason="our fault", **BY)
    assert refused(approve_payment_requests(request_ids=[request.pk], **BY_LEAD)) == {rules.ClaimNotDeductible}


def test_what_the_supplier_owes_may_be_all_there_is_to_pay(invoices):
    request = asked(invoices, [make_claim(invoices[0].supplier, Decimal(70))])
    approve_payment_requests(request_ids=[request.pk], **BY_LEAD).one()
    assert PaymentRequest.objects.get(pk=request.pk).state == "paid"


def paid(request, amount, cause_id):
    payment = PaidRequest(cause_id, request.pk, Decimal(amount), date(2026, 12, 1), "ZF1")
    return mark_requests_paid(cause="bank_payment", payments=[payment], **BY)


def test_who_pays_tells_it_once_and_never_more_than_is_left(invoices):
    request = asked(invoices)
    assert refused(paid(request, "10", 1)) == {rules.RequestNotThere}
    approve_payment_requests(request_ids=[request.pk], **BY_LEAD).one()
    for _ in range(2):
        assert paid(request, "30", 1).done == [1]
    assert refused(paid(request, "40.01", 2)) == {rules.PaidTooMuch}
    assert PaymentRequest.objects.get(pk=request.pk).paid == Decimal(30)
    paid(request, "40", 2).one()
    assert PaymentRequest.objects.get(pk=request.pk).state == "paid"
    assert refused(paid(request, "1", 3)) == {rules.RequestNotThere}


def test_what_does_not_exist_is_named():
    assert refused(approve_payment_requests(request_ids=[1], **BY)) == {NotFound}
    assert refused(refuse_payment_requests(request_ids=[1], reason="x", **BY)) == {NotFound}
    payment = PaidRequest(1, 1, Decimal(1), date(2026, 12, 1))
    assert refused(mark_requests_paid(cause="x", payments=[payment], **BY)) == {NotFound}
