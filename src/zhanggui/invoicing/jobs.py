"""What invoicing does by itself: goods that came let invoices match, and costing hears what goods really cost."""

from zhanggui.invoicing.facts import InvoiceApproved
from zhanggui.invoicing.flows.correct_invoiced_prices import correct_invoiced_prices
from zhanggui.invoicing.flows.rematch_invoices import rematch_invoices
from zhanggui.invoicing.models import SupplierInvoice
from zhanggui.invoicing.states import InvoiceState
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.purchasing.facts import PurchaseReceived


@subscriber(PurchaseReceived)
def match_received(ids: list[int]) -> None:
    """Invoices that wait for goods of these orders."""
    waiting = SupplierInvoice.objects.filter(
        state=InvoiceState.DIFFERS, lines__purchase_line__order_id__among=set(ids)
    ).distinct()
    if invoice_ids := list(waiting.order_by("pk").values_list("pk", flat=True)):
        rematch_invoices(invoice_ids=invoice_ids, actor=system_actor("invoicing"), at=now())


@subscriber(InvoiceApproved)
def correct_costs(ids: list[int]) -> None:
    correct_invoiced_prices(invoice_ids=ids, actor=system_actor("invoicing"), at=now())
