"""What approved invoices and deductions say to the books, by roles of accounts."""

from collections.abc import Sequence
from decimal import Decimal

from zhanggui.books.rules.entries import Leg
from zhanggui.books.states import Role
from zhanggui.invoicing.models import InvoiceLine, SupplierInvoice
from zhanggui.invoicing.rules.matching import line_amounts
from zhanggui.invoicing.states import InvoiceKind

APPROVED = "approve_invoices"
DEDUCTED = "approve_payment_requests"
CLAIM_SUBJECT = "invoice_line"


def legs_of_invoice(invoice: SupplierInvoice, lines: Sequence[InvoiceLine], *, party: str) -> tuple[Leg, ...]:
    """What was received is not awaited any more, and payable instead.

    A line that names its arrival clears what the invoice says: costing corrects the value of the goods, and with it
    what was received. Of any other the difference to the ordered price stands as price difference. The tax of an
    ordinary invoice cannot be deducted and is part of that difference too.
    """
    received = sum((_received(line) for line in lines), Decimal(0))
    tax = invoice.tax if invoice.kind == InvoiceKind.SPECIAL else Decimal(0)
    sums = [
        (Role.RECEIVED_NOT_INVOICED, received),
        (Role.INPUT_TAX, tax),
        (Role.PRICE_DIFFERENCE, invoice.total - received - tax),
        (Role.PAYABLE, -invoice.total),
    ]
    return tuple(
        Leg(role, amount, currency=invoice.currency, party=party, document=invoice.paper)
        for role, amount in sums
        if amount
    )


def _received(line: InvoiceLine) -> Decimal:
    if line.arrival is not None:
        return line.amount
    return line_amounts(line.quantity, line.agreed_price, Decimal(0))[0]


def counter_of(subject: str) -> Role:
    """Where the other side of a deduction stands: goods that went back wait as received, a price above the ordered one
    stands as difference, and everything else a supplier makes good is compensation."""
    if subject == "supplier_return":
        return Role.RECEIVED_NOT_INVOICED
    return Role.PRICE_DIFFERENCE if subject == CLAIM_SUBJECT else Role.SUPPLIER_COMPENSATION
