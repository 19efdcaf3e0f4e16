"""What the company set for invoices, and what is still to be invoiced."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from zhanggui.invoicing.models import InvoiceNumbers, PaymentDays

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
