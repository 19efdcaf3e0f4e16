"""Invoices of suppliers and requests to pay in the public API."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.invoicing.flows.accept_differences import accept_differences
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.approve_payment_requests import approve_payment_requests
from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.flows.refuse_invoices import refuse_invoices
from zhanggui.invoicing.flows.refuse_payment_requests import refuse_payment_requests
from zhanggui.invoicing.flows.rematch_invoices import rematch_invoices
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.flows.set_invoice_numbers import set_invoice_numbers
from zhanggui.invoicing.flows.set_payment_days import set_payment_days
from zhanggui.invoicing.rules.invoices import InvoiceDraft, LineDraft
from zhanggui.invoicing.states import InvoiceKind
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, Quantity, UnitCost, flow_operation, run

router = Router(tags=["invoicing"])

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
Days = Annotated[int, Field(ge=0, le=365, strict=True)]
Percent = Annotated[Amount, Field(lt=Decimal(100), description="Percent.")]
MaybeIds = Annotated[list[Id], Field(max_length=1000)]


class LineIn(Asked):
    purchase_line_id: Id
    quantity: Quantity
    unit_price: Annotated[UnitCost, Field(description="Of one piece, without tax.")]
    tax_rate: Percent
    arrival: Annotated[
        Id | None, Field(description="The cause id of the move that brought the pieces, where it is known.")
    ] = None


class InvoiceIn(Asked):
    key: Annotated[Id, Field(description="By which the answer names this invoice.")]
    supplier_id: Id
    paper: Annotated[str, Field(min_length=1, max_length=40, description="The number on the paper.")]
    invoiced_on: Day
    total: Annotated[Amount, Field(description="With tax, as on the paper.")]
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=1000)]
    kind: InvoiceKind = InvoiceKind.SPECIAL
    note: Annotated[str, Field(max_length=200)] = ""


class Invoices(Asked):
    invoices: Annotated[list[InvoiceIn], Field(min_length=1, max_length=200)]


class InvoiceSet(Asked):
    invoice_ids: Ids


class RefusedInvoices(InvoiceSet):
    reason: Reason


class Decided(Asked):
    line_ids: Ids
    reason: Reason
    claim: Annotated[Flag, Field(description="What is above the ordered price is claimed back.")] = False


class Numbers(Asked):
    price_percent: Percent
    due_days: Days


class PaymentTerms(Asked):
    supplier_ids: Ids
    days: Days
    from_month_end: Flag = False


class ToPay(InvoiceSet):
    claim_ids: Annotated[MaybeIds, Field(description="What the supplier owes, deducted here.")] = []
    note: Annotated[str, Field(max_length=200)] = ""


class RequestSet(Asked):
    request_ids: Ids


class RefusedRequests(RequestSet):
    reason: Reason


def _draft(asked: InvoiceIn) -> InvoiceDraft:
    lines = [
        LineDraft(one.purchase_line_id, one.quantity, one.unit_price, one.tax_rate, one.arrival) for one in asked.lines
    ]
    return InvoiceDraft(
        asked.key, asked.supplier_id, asked.paper, asked.invoiced_on, asked.total, lines, asked.kind.value, asked.note
    )


@flow_operation(router, enter_invoices)
def enter_invoices_endpoint(request: HttpRequest, asked: Invoices) -> Answered:
    return run(enter_invoices, request, invoices=[_draft(one) for one in asked.invoices])


@flow_operation(router, rematch_invoices)
def rematch_invoices_endpoint(request: HttpRequest, asked: InvoiceSet) -> Answered:
    return run(rematch_invoices, request, invoice_ids=asked.invoice_ids)


@flow_operation(router, accept_differences)
def accept_differences_endpoint(request: HttpRequest, asked: Decided) -> Answered:
    return run(accept_differences, request, **asked.model_dump())


@flow_operation(router, approve_invoices)
def approve_invoices_endpoint(request: HttpRequest, asked: InvoiceSet) -> Answered:
    return run(approve_invoices, request, invoice_ids=asked.invoice_ids)


@flow_operation(router, refuse_invoices)
def refuse_invoices_endpoint(request: HttpRequest, asked: RefusedInvoices) -> Answered:
    return run(refuse_invoices, request, **asked.model_dump())


@flow_operation(router, set_invoice_numbers)
def set_invoice_numbers_endpoint(request: HttpRequest, asked: Numbers) -> Answered:
    return run(set_invoice_numbers, request, **asked.model_dump())


@flow_operation(router, set_payment_days)
def set_payment_days_endpoint(request: HttpRequest, asked: PaymentTerms) -> Answered:
    return run(set_payment_days, request, **asked.model_dump())


@flow_operation(router, request_payments)
def request_payments_endpoint(request: HttpRequest, asked: ToPay) -> Answered:
    return run(request_payments, request, **asked.model_dump())


@flow_operation(router, approve_payment_requests)
def approve_payment_requests_endpoint(request: HttpRequest, asked: RequestSet) -> Answered:
    return run(approve_payment_requests, request, request_ids=asked.request_ids)


@flow_operation(router, refuse_payment_requests)
def refuse_payment_requests_endpoint(request: HttpRequest, asked: RefusedRequests) -> Answered:
    return run(refuse_payment_requests, request, **asked.model_dump())
