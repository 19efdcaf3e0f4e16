"""Invoices for tests, over goods that were ordered and counted through the real flows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.catalog.models import Sku
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.models import SupplierInvoice
from zhanggui.invoicing.rules.invoices import InvoiceDraft, LineDraft
from zhanggui.invoicing.rules.matching import line_amounts
from zhanggui.invoicing.states import InvoiceState
from zhanggui.kernel.actor import system_actor
from zhanggui.parties.models import Supplier
from zhanggui.people.models import Warehouse
from zhanggui.purchasing.flows.count_receipts import count_receipts
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.purchasing.testing import make_purchase
from zhanggui.quality.claiming import NewClaim, write_claims
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.states import ClaimKind

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
ACCOUNTANT = system_actor("accountant")
LEAD = system_actor("finance")
DAY = date(2026, 11, 10)
_papers = count(24_000_001)
_keys = count(1)


def make_received(
    warehouse: Warehouse,
    skus: Sequence[Sku],
    *,
    pieces: int = 10,
    received: int | None = None,
    price: Decimal = Decimal("3.50"),
    supplier: Supplier | None = None,
) -> list[PurchaseLine]:
    """Lines of one order of so many pieces of each SKU, of which so many came."""
    order = make_purchase(warehouse, skus, pieces=pieces, price=price, supplier=supplier)
    lines = list(order.lines.order_by("nth"))
    came = pieces if received is None else received
    if came:
        outcome = count_receipts(received={line.pk: came for line in lines}, actor=ACCOUNTANT, at=AT)
        assert not outcome.refused, outcome.refused
    return list(PurchaseLine.objects.filter(order=order).select_related("order").order_by("nth"))


def draft_of(
    lines: Sequence[PurchaseLine],
    *,
    quantity: int | None = None,
    price: Decimal | None = None,
    tax_rate: Decimal | None = None,
    paper: str = "",
    invoiced_on: date = DAY,
    **fields: str | Decimal,
) -> InvoiceDraft:
    """An invoice over these lines, as they were received unless said otherwise."""
    own = [
        LineDraft(
            line.pk,
            line.received if quantity is None else quantity,
            line.unit_price if price is None else price,
            line.tax_rate if tax_rate is None else tax_rate,
        )
        for line in lines
    ]
    total = sum((sum(line_amounts(one.quantity, one.unit_price, one.tax_rate)) for one in own), Decimal(0))
    head = {"total": total, **fields}
    return InvoiceDraft(
        key=next(_keys),
        supplier_id=lines[0].order.supplier_id,
        paper=paper or f"{next(_papers)}",
        invoiced_on=invoiced_on,
        lines=own,
        **head,  # type: ignore[arg-type]  # the fields of InvoiceDraft, one by one
    )


def make_invoices(drafts: Sequence[InvoiceDraft], *, state: str = "") -> list[SupplierInvoice]:
    """These invoices in their order, entered, and approved where `state` says so."""
    install_chart(actor=LEAD, at=AT)
    outcome = enter_invoices(invoices=drafts, actor=ACCOUNTANT, at=AT)
    assert not outcome.refused, outcome.refused
    papers = [draft.paper for draft in drafts]
    found = SupplierInvoice.objects.filter(paper__in=papers).exclude(state=InvoiceState.REFUSED).order_by("pk")
    if state == InvoiceState.APPROVED:
        outcome = approve_invoices(invoice_ids=[one.pk for one in found], actor=LEAD, at=AT)
        assert not outcome.refused, outcome.refused
    by_paper = {one.paper: one for one in found.all()}
    return [by_paper[paper] for paper in papers]


def make_claim(supplier: Supplier, amount: Decimal, *, subject: str = "inspection") -> SupplierClaim:
    """What this supplier owes for something."""
    kind = ClaimKind.DEDUCTION.value
    claim = NewClaim(supplier.pk, kind, amount, subject, next(_keys), f"ZJ{next(_keys)}", "次品")
    write_claims([claim], actor=LEAD, at=AT)
    return SupplierClaim.objects.latest("pk")
