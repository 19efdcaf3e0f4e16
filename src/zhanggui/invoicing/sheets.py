"""The sheets of an invoice and of a request to pay."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.invoicing.desks import (
    REQUEST_TONES,
    TONES,
    PaymentRequestDesk,
    SupplierInvoiceDesk,
    differences_in_words,
)
from zhanggui.invoicing.facts import INVOICE, REQUEST
from zhanggui.invoicing.models import PaymentRequest, SupplierInvoice
from zhanggui.invoicing.states import Decision, InvoiceKind, InvoiceState, RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def invoice_head(invoice: SupplierInvoice, actor: Actor) -> Mapping[str, Any]:
    supplier, request = invoice.supplier, invoice.request
    return {
        **vars(invoice),
        "supplier": sheet_link("suppliers", supplier.pk, f"{supplier.code} {supplier.name}", actor),
        "request": sheet_link("payment-requests", invoice.request_id, str(request or ""), actor),
    }


def invoice_lines(invoice: SupplierInvoice, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Order, receipt and invoice side by side."""
    rows = invoice.lines.select_related("purchase_line__order", "purchase_line__sku__product").order_by("nth")
    return [
        {
            **vars(one),
            "order": one.purchase_line.order.number,
            "sku": one.purchase_line.sku.code,
            "goods": " ".join(filter(None, [one.purchase_line.sku.product.name, one.purchase_line.sku.spec])),
            "ordered": one.purchase_line.ordered,
            "received": one.purchase_line.received,
            "what": differences_in_words(one.differences),
        }
        for one in rows
    ]


class SupplierInvoiceSheet(Sheet):
    desk = SupplierInvoiceDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("supplier", _("Supplier"), "links"),
                Column("paper", _("Number on the paper")),
                Column("kind", _("Kind"), "state", states=InvoiceKind),
                Column("invoiced_on", _("Invoiced on"), "day"),
                Column("due_on", _("Due on"), "day"),
                Column("amount", _("Without tax"), "money", currency="currency", grant=SEE_COST),
                Column("tax", _("Tax"), "money", currency="currency", grant=SEE_COST),
                Column("rounding", _("Rounded by"), "money", currency="currency", grant=SEE_COST),
                Column("total", _("Total"), "money", currency="currency", grant=SEE_COST),
                Column("request", _("Request to pay"), "links"),
                Column("note", _("Note")),
                Column("refused_because", _("Why it was refused")),
                Column("entered_by", _("Entered by"), "person"),
                Column("entered_at", _("Entered at"), "moment"),
                Column("decided_by", _("Decided by"), "person"),
                Column("decided_at", _("Decided at"), "moment"),
            ],
            read=invoice_head,
        ),
        Lines(
            _("Order, receipt and invoice"),
            [
                Column("order", _("Purchase order")),
                Column("sku", _("Merchant code")),
                Column("goods", _("Goods")),
                Column("ordered", _("Ordered"), "quantity"),
                Column("received", pgettext_lazy("purchase", "Received"), "quantity"),
                Column("quantity", _("Invoiced pieces"), "quantity"),
                Column("agreed_price", _("Ordered price"), grant=SEE_COST),
                Column("unit_price", _("Invoiced price"), grant=SEE_COST),
                Column("tax_rate", _("Tax rate"), grant=SEE_COST),
                Column("amount", _("Without tax"), "money", grant=SEE_COST),
                Column("what", _("What differs"), grant=SEE_COST),
                Column("decision", _("Decision"), "state", states=Decision),
                Column("reason", _("Reason")),
            ],
            read=invoice_lines,
        ),
    ]

    def badges(self, document: SupplierInvoice, actor: Actor) -> Sequence[Badge]:
        return [Badge(InvoiceState(document.state).label, TONES[document.state])]

    def timeline(self, document: SupplierInvoice, actor: Actor) -> Sequence[Event]:
        return timeline_of([(INVOICE, [document.pk])])


def request_head(request: PaymentRequest, actor: Actor) -> Mapping[str, Any]:
    supplier = request.supplier
    link = sheet_link("suppliers", supplier.pk, f"{supplier.code} {supplier.name}", actor)
    return {**vars(request), "supplier": link, "left": request.payable - request.paid}


def request_invoices(request: PaymentRequest, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return list(request.invoices.order_by("due_on", "pk").values())


def request_deductions(request: PaymentRequest, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = request.deductions.select_related("claim").order_by("pk")
    return [
        {"number": one.claim.number, "paper": one.claim.paper, "words": one.claim.words, "amount": one.amount}
        for one in rows
    ]


class PaymentRequestSheet(Sheet):
    desk = PaymentRequestDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("supplier", _("Supplier"), "links"),
                Column("due_on", _("Due on"), "day"),
                Column("invoiced", _("Invoiced"), "money", currency="currency", grant=SEE_COST),
                Column("deducted", _("Deducted"), "money", currency="currency", grant=SEE_COST),
                Column("payable", _("To pay"), "money", currency="currency", grant=SEE_COST),
                Column("left", _("Still to pay"), "money", currency="currency", grant=SEE_COST),
                Column("note", _("Note")),
                Column("refused_because", _("Why it was refused")),
                Column("asked_by", _("Asked by"), "person"),
                Column("asked_at", _("Asked at"), "moment"),
                Column("decided_by", _("Decided by"), "person"),
                Column("decided_at", _("Decided at"), "moment"),
            ],
            read=request_head,
        ),
        Lines(
            _("Invoices of suppliers"),
            [
                Column("number", _("Number"), link=True),
                Column("paper", _("Number on the paper")),
                Column("due_on", _("Due on"), "day"),
                Column("total", _("Total"), "money", currency="currency", grant=SEE_COST),
            ],
            read=request_invoices,
            link=lambda row: f"/sheet/supplier-invoices/{row['id']}/",
        ),
        Lines(
            _("Deducted"),
            [
                Column("number", _("Number")),
                Column("paper", _("For")),
                Column("words", _("What for")),
                Column("amount", _("Amount"), "money", grant=SEE_COST),
            ],
            read=request_deductions,
            empty=_("Nothing is deducted."),
        ),
    ]

    def badges(self, document: PaymentRequest, actor: Actor) -> Sequence[Badge]:
        return [Badge(RequestState(document.state).label, REQUEST_TONES[document.state])]

    def timeline(self, document: PaymentRequest, actor: Actor) -> Sequence[Event]:
        return timeline_of([(REQUEST, [document.pk])])
