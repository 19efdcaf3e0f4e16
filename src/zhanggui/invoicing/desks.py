"""Invoices of suppliers, the lines of them that differ, and requests to pay.

Suppliers belong to no warehouse: whoever sees invoices sees those of the whole company.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.invoicing.asking import accept_as_they_are, claim_back, request_less_claims
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.approve_payment_requests import approve_payment_requests
from zhanggui.invoicing.flows.refuse_invoices import refuse_invoices
from zhanggui.invoicing.flows.refuse_payment_requests import refuse_payment_requests
from zhanggui.invoicing.flows.rematch_invoices import rematch_invoices
from zhanggui.invoicing.forms import BecauseForm, RequestForm
from zhanggui.invoicing.models import InvoiceLine, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.states import Decision, Difference, InvoiceKind, InvoiceState, RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

SEE_INVOICES = "see_invoices"
TONES: dict[str, Tone] = {"differs": "bad", "matched": "info", "approved": "good", "refused": "muted"}
REQUEST_TONES: dict[str, Tone] = {"asked": "warn", "approved": "info", "paid": "good", "refused": "muted"}
TO_REQUEST = Q(state=InvoiceState.APPROVED, request=None)
_OPEN = Q(state__in=[InvoiceState.DIFFERS, InvoiceState.MATCHED])


def differences_in_words(found: Sequence[Sequence[str]]) -> str:
    """Each difference with what the invoice says and what it should be."""
    return "; ".join(f"{Difference(code).label}: {said} ≠ {due}" for code, said, due in found)


def _differences(row: Mapping[str, Any]) -> str:
    return differences_in_words(row["differences"])


class SupplierInvoiceDesk(Desk):
    name = "supplier-invoices"
    title = _("Invoices of suppliers")
    grant = SEE_INVOICES
    model = SupplierInvoice
    icon = "file-invoice"
    sort = "-pk"
    pages = [Page(_("Enter an invoice"), "invoicing:enter_invoice", "enter_invoices", "plus")]
    search = ("number", "paper", "supplier__code")
    search_hint = _("Number / number on the paper / supplier code")
    empty = _("No invoice is here. Enter one over goods that were received.")
    tabs = [
        Tab("differs", InvoiceState.DIFFERS.label, Q(state=InvoiceState.DIFFERS), "bad"),
        Tab("matched", InvoiceState.MATCHED.label, Q(state=InvoiceState.MATCHED), "info"),
        Tab("to_request", pgettext_lazy("supplier invoice", "To ask payment for"), TO_REQUEST, "warn"),
        Tab("approved", InvoiceState.APPROVED.label, Q(state=InvoiceState.APPROVED), "good"),
        Tab("refused", InvoiceState.REFUSED.label, Q(state=InvoiceState.REFUSED), "muted"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Number"), link=True, width=140, frozen=True),
        Column("state", _("State"), "state", states=InvoiceState, tones=TONES, width=100, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("paper", _("Number on the paper"), width=150, sortable=False),
        Column("invoiced_on", _("Invoiced on"), "day", width=104, sortable=False),
        Column("due_on", _("Due on"), "day", width=104, sortable=False),
        Column("amount", _("Without tax"), "money", currency="currency", grant=SEE_COST, width=110, sortable=False),
        Column("tax", _("Tax"), "money", currency="currency", grant=SEE_COST, width=100, sortable=False),
        Column("total", _("Total"), "money", currency="currency", grant=SEE_COST, width=120, sortable=False),
        Column("kind", _("Kind"), "state", states=InvoiceKind, width=130, sortable=False),
        Column("entered_by", _("Entered by"), "person", width=100, sortable=False),
        Column("entered_at", _("Entered at"), "moment", width=120, sortable=False),
        Column("decided_by", _("Decided by"), "person", width=100, sortable=False),
    ]
    filters = [
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        DateFilter("invoiced_on", _("Invoiced on"), of_days=True),
    ]
    actions = [
        Action(
            "approve_invoices", _("Approve"), approve_invoices, "invoice_ids", key="a", icon="check", look="primary",
            tabs=("matched",), on_sheet=Q(state=InvoiceState.MATCHED),
        ),
        Action(
            "request_payments", _("Ask for payment"), request_less_claims, "invoice_ids", icon="cash", look="primary",
            form=RequestForm, tabs=("to_request",), on_sheet=TO_REQUEST,
        ),
        Action(
            "rematch_invoices", _("Match again"), rematch_invoices, "invoice_ids", icon="refresh",
            tabs=("differs", "matched"), on_sheet=_OPEN,
        ),
        Action(
            "refuse_invoices", _("Refuse"), refuse_invoices, "invoice_ids", icon="x", form=BecauseForm,
            tabs=("differs", "matched"), on_sheet=_OPEN,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[SupplierInvoice]:
        return SupplierInvoice.objects.all()


class InvoiceLineDesk(Desk):
    """Lines that differ from what was ordered and received, each to be decided on."""

    name = "invoice-lines"
    title = _("Lines that differ")
    grant = SEE_INVOICES
    model = InvoiceLine
    icon = "arrows-diff"
    document = "pk"
    sort = "-pk"
    has_sheet = False
    search = ("invoice__number", "purchase_line__sku__code")
    search_hint = _("Invoice / merchant code")
    empty = _("No line differs.")
    tabs = [
        Tab("open", pgettext_lazy("invoice line", "To decide"), Q(is_open=True), "bad"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("invoice", _("Invoice"), "links", value=lambda row: _invoice_link(row),
               needs=("invoice_id", "invoice__number"), width=140, sortable=False, frozen=True),
        Column("supplier", _("Supplier"), field="invoice__supplier__name", width=200, sortable=False),
        Column("sku", _("Merchant code"), field="purchase_line__sku__code", width=130, sortable=False),
        Column("quantity", _("Invoiced pieces"), "quantity", width=90, sortable=False),
        Column("unit_price", _("Invoiced price"), grant=SEE_COST, width=110, sortable=False),
        Column("differences", _("What differs"), value=_differences, needs=("differences",), grant=SEE_COST,
               width=380, sortable=False),
        Column("decision", _("Decision"), "state", states=Decision, width=100, sortable=False),
        Column("reason", _("Reason"), width=200, sortable=False),
        Column("decided_by", _("Decided by"), "person", width=100, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "accept_differences", _("Accept"), accept_as_they_are, "line_ids", key="a", icon="check", look="primary",
            form=BecauseForm, tabs=("open",),
        ),
        Action(
            "claim_differences", _("Accept and claim back"), claim_back, "line_ids", icon="receipt-refund",
            form=BecauseForm, tabs=("open",), grant="accept_differences",
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[InvoiceLine]:
        return InvoiceLine.objects.all()


def _invoice_link(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": row["invoice__number"], "href": f"/sheet/supplier-invoices/{row['invoice_id']}/"}]


class PaymentRequestDesk(Desk):
    name = "payment-requests"
    title = _("Requests to pay")
    grant = SEE_INVOICES
    model = PaymentRequest
    icon = "cash"
    sort = "due_on"
    search = ("number", "supplier__code")
    search_hint = _("Number / supplier code")
    empty = _("Nothing is asked to be paid. Choose approved invoices on their desk.")
    tabs = [
        *(Tab(state.value, state.label, Q(state=state), REQUEST_TONES[state.value]) for state in RequestState),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Number"), link=True, width=140, frozen=True),
        Column("state", _("State"), "state", states=RequestState, tones=REQUEST_TONES, width=100, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("due_on", _("Due on"), "day", width=104),
        Column("invoiced", _("Invoiced"), "money", currency="currency", grant=SEE_COST, width=120, sortable=False),
        Column("deducted", _("Deducted"), "money", currency="currency", grant=SEE_COST, width=110, sortable=False),
        Column("payable", _("To pay"), "money", currency="currency", grant=SEE_COST, width=120, sortable=False),
        Column("paid", pgettext_lazy("payment request", "Paid"), "money", currency="currency", grant=SEE_COST,
               width=120, sortable=False),
        Column("asked_by", _("Asked by"), "person", width=100, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=120, sortable=False),
        Column("decided_by", _("Decided by"), "person", width=100, sortable=False),
    ]  # fmt: skip
    filters = [
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        DateFilter("due_on", _("Due on"), of_days=True),
    ]
    actions = [
        Action(
            "approve_payment_requests", _("Approve"), approve_payment_requests, "request_ids", key="a", icon="check",
            look="primary", tabs=("asked",), on_sheet=Q(state=RequestState.ASKED),
        ),
        Action(
            "refuse_payment_requests", _("Refuse"), refuse_payment_requests, "request_ids", icon="x",
            form=BecauseForm, tabs=("asked",), on_sheet=Q(state=RequestState.ASKED),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[PaymentRequest]:
        return PaymentRequest.objects.all()
