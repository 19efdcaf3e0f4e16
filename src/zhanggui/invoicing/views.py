"""Entering an invoice: what was received and is on no invoice yet is offered line by line."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.models import SupplierInvoice
from zhanggui.invoicing.queries import suppliers_to_invoice, uninvoiced_lines
from zhanggui.invoicing.rules.invoices import InvoiceDraft, InvoiceUnsound, LineDraft
from zhanggui.invoicing.states import InvoiceKind
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.doors import door
from zhanggui.ui.views.asking import actor_of

MOST_LINES = 300


@require_http_methods(["GET", "HEAD", "POST"])
@door("enter_invoices")
def enter_invoice_view(request: HttpRequest) -> HttpResponse:
    """A line without a quantity is not on the invoice."""
    given = request.POST if request.method == "POST" else request.GET
    supplier_id = key_of(given["supplier"]) if given.get("supplier") else None
    problem = ""
    if request.method == "POST":
        try:
            draft = _draft(request, supplier_id or 0)
            enter_invoices(invoices=[draft], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            entered = SupplierInvoice.objects.filter(supplier_id=draft.supplier_id, paper=draft.paper).latest("pk")
            messages.success(request, _("Saved."))
            return redirect("ui:sheet", "supplier-invoices", entered.pk)
    lines = list(uninvoiced_lines(supplier_id)[:MOST_LINES]) if supplier_id else []
    context = {
        "title": _("Enter an invoice"),
        "suppliers": suppliers_to_invoice(),
        "supplier_id": supplier_id,
        "kinds": InvoiceKind.choices,
        "given": given,
        "today": company_day(now()),
        "problem": problem,
        "lines": [
            {
                "line": line,
                "left": line.received - line.taken,  # type: ignore[attr-defined]  # annotated by the query
                "quantity": given.get(f"quantity-{line.pk}", line.received - line.taken),  # type: ignore[attr-defined]
                "price": given.get(f"price-{line.pk}", f"{line.unit_price}"),
                "rate": given.get(f"rate-{line.pk}", f"{line.tax_rate}"),
            }
            for line in lines
        ],
    }
    return render(request, "invoicing/enter_invoice.html", context, status=422 if problem else 200)


def _draft(request: HttpRequest, supplier_id: int) -> InvoiceDraft:
    """What was typed. Raises InvoiceUnsound where that is no number or no day."""
    given, paper = request.POST, request.POST.get("paper", "").strip()
    try:
        keys = [name.removeprefix("quantity-") for name, value in given.items() if name.startswith("quantity-")]
        lines = [
            LineDraft(
                int(key), int(given[f"quantity-{key}"]), Decimal(given[f"price-{key}"]), Decimal(given[f"rate-{key}"])
            )
            for key in keys
            if given[f"quantity-{key}"].strip() not in {"", "0"}
        ]
        day, total = date.fromisoformat(given["invoiced_on"]), Decimal(given["total"].replace(",", ""))
    except (ValueError, InvalidOperation, KeyError) as wrong:
        raise InvoiceUnsound(paper=paper) from wrong
    return InvoiceDraft(1, supplier_id, paper, day, total, lines, given.get("kind", ""), given.get("note", ""))
