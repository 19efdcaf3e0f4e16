"""What the flows share that decide about invoices."""

from collections.abc import Iterable, Mapping, Sequence

from zhanggui.invoicing.matching import lock_purchase_lines
from zhanggui.invoicing.models import InvoiceLine, SupplierInvoice
from zhanggui.invoicing.states import InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.purchasing.models import PurchaseLine

LinesOf = Mapping[int, list[InvoiceLine]]


def lock_with_lines(invoice_ids: Sequence[int]) -> tuple[list[SupplierInvoice], LinesOf, dict[int, PurchaseLine]]:
    """These invoices locked, after the orders of their lines; their lines; and what was bought. Five statements."""
    wanted = set(invoice_ids)
    named = InvoiceLine.objects.filter(invoice_id__among=wanted).values_list("purchase_line_id", flat=True)
    bought = lock_purchase_lines(named)
    invoices = list(locked(SupplierInvoice.objects.all(), wanted))
    lines: dict[int, list[InvoiceLine]] = {one.pk: [] for one in invoices}
    for line in InvoiceLine.objects.filter(invoice_id__among=set(lines)).order_by("invoice_id", "nth"):
        lines[line.invoice_id].append(line)
    return invoices, lines, bought


def states_after(invoices: Iterable[SupplierInvoice], lines: LinesOf) -> dict[int, str]:
    """Matched once nothing is open on any of its lines."""
    return {
        one.pk: (InvoiceState.DIFFERS if any(line.is_open for line in lines[one.pk]) else InvoiceState.MATCHED).value
        for one in invoices
    }


def author_and(actor: Actor, *, name: str, user_id: int | None) -> tuple[int | str | None, int | str | None]:
    """Who wrote a document and who decides about it, by user where the author was one, else by name."""
    return (name, actor.name) if user_id is None else (user_id, actor.user_id)
