"""What the company set for invoices, and what is still to be invoiced."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhanggui.invoicing.models import Deduction, InvoicedCount, InvoiceNumbers, PaymentDays, SupplierInvoice
from zhanggui.invoicing.states import InvoiceState
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.states import ClaimState

DUE_DAYS = 30


def tolerance() -> Decimal:
    """So many percent above the ordered price still match."""
    found = InvoiceNumbers.objects.filter(pk=1).values_list("price_percent", flat=True).first()
    return Decimal(0) if found is None else found


def due_days() -> int:
    """After so many days an invoice is due where nothing was set for its supplier."""
    found = InvoiceNumbers.objects.filter(pk=1).values_list("due_days", flat=True).first()
    return DUE_DAYS if found is None else found


def due_days_of(supplier_ids: Iterable[int]) -> Mapping[int, tuple[int, bool]]:
    """The days of each supplier, and whether they are counted from the end of the month. Two statements."""
    own = PaymentDays.objects.filter(pk__among=set(supplier_ids)).values_list("pk", "days", "from_month_end")
    found = {pk: (days, from_end) for pk, days, from_end in own}
    usual = due_days()
    return {pk: found.get(pk, (usual, False)) for pk in supplier_ids}


def uninvoiced_lines(supplier_id: int | None = None) -> "QuerySet[PurchaseLine]":
    """Purchase lines of which pieces came and are on no invoice, oldest first; `taken` of them are."""
    counted = InvoicedCount.objects.filter(pk=OuterRef("pk")).values("taken")
    lines = PurchaseLine.objects.annotate(taken=Coalesce(Subquery(counted), 0)).filter(received__gt=F("taken"))
    if supplier_id is not None:
        lines = lines.filter(order__supplier_id=supplier_id)
    return lines.select_related("order", "sku").order_by("pk")


def suppliers_to_invoice() -> list[tuple[int, str]]:
    """Suppliers of whom goods came that are on no invoice. One statement."""
    rows = uninvoiced_lines().order_by("order__supplier__code")
    names = rows.values_list("order__supplier_id", "order__supplier__code", "order__supplier__name").distinct()
    return [(pk, f"{code} {name}") for pk, code, name in names]


def claims_that_fit(invoice_ids: Iterable[int]) -> list[int]:
    """Claims that may be deducted from these invoices, oldest first, as far as each supplier's invoices reach."""
    left: dict[tuple[int, str], Decimal] = {}
    payable = SupplierInvoice.objects.filter(pk__among=set(invoice_ids), state=InvoiceState.APPROVED, request=None)
    for supplier_id, currency, total in payable.values_list("supplier_id", "currency", "total"):
        left[supplier_id, currency] = left.get((supplier_id, currency), Decimal(0)) + total
    owed = SupplierClaim.objects.filter(
        supplier_id__among={supplier_id for supplier_id, _ in left}, state__in=[ClaimState.OPEN, ClaimState.AGREED]
    ).exclude(pk__in=Deduction.objects.values("claim_id"))
    found = []
    for claim in owed.order_by("pk"):
        whose = (claim.supplier_id, claim.currency)
        if claim.amount <= left.get(whose, Decimal(0)):
            left[whose] -= claim.amount
            found.append(claim.pk)
    return found
