"""What may be entered, decided and approved of invoices. Pure."""

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from zhanggui.invoicing.rules.matching import line_amounts
from zhanggui.invoicing.states import INVOICE_STEPS, Decision, Difference, InvoiceKind, InvoiceState
from zhanggui.kernel.money import CENT
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import allows

MOST = Decimal("1e11")
MOST_DAYS = 365


class InvoiceThere(Refusal):
    """Invoice {paper} of this supplier is on record already."""


class InvoiceUnsound(Refusal):
    """Invoice {paper} needs a number, a day, and lines with pieces, a price and a tax rate."""


class TotalDiffers(Refusal):
    """Invoice {paper}: the lines come to {lines}, the paper says {total}."""


class NotOfThisSupplier(Refusal):
    """Invoice {paper}: purchase order {number} is of another supplier or in another currency."""


class InvoiceNotThere(Refusal):
    """Invoice {number} is “{state}”: this is not possible now."""


class InvoiceByItsAuthor(Refusal):
    """You entered invoice {number}: somebody else decides about it."""


class InvoiceDiffers(Refusal):
    """Invoice {number} still differs from what was ordered and received: {lines} lines are not decided."""


class NothingDiffers(Refusal):
    """Line {line} of invoice {number} does not differ, or was decided on already."""


class NotReceived(Refusal):
    """Line {line} of invoice {number}: more pieces than came are never agreed to. Wait, or refuse the invoice."""


class NothingToClaim(Refusal):
    """Line {line} of invoice {number}: only a price above the ordered one can be claimed."""


class ReasonNeeded(Refusal):
    """Say why."""


class NumbersUnsound(Refusal):
    """The tolerance is from 0 to below 100 percent, and invoices are due within {most} days."""


class LineDraft(NamedTuple):
    """Pieces of a purchase line as invoiced. `arrival` names the move that brought them, where it is known."""

    purchase_line: int
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal
    arrival: int | None = None


class InvoiceDraft(NamedTuple):
    """An invoice as it came. `total` is what the paper says, with tax."""

    key: int
    supplier_id: int
    paper: str
    invoiced_on: date
    total: Decimal
    lines: Sequence[LineDraft]
    kind: str = InvoiceKind.SPECIAL.value
    note: str = ""


class Sums(NamedTuple):
    """What the lines come to, and by how much the paper is another."""

    amount: Decimal
    tax: Decimal
    rounding: Decimal


def check_draft(draft: InvoiceDraft) -> Sums:
    """Raises InvoiceUnsound or TotalDiffers; a cent for each line may be rounded otherwise."""
    sound = (
        draft.paper.strip()
        and len(draft.paper.strip()) <= 40
        and draft.kind in InvoiceKind.values
        and 2000 <= draft.invoiced_on.year <= 2100
        and 0 < len(draft.lines) <= 10_000
        and draft.total.is_finite()
        and 0 < draft.total < MOST
        and draft.total == draft.total.quantize(CENT)
        and all(_is_sound(line) for line in draft.lines)
    )
    if not sound:
        raise InvoiceUnsound(paper=draft.paper)
    own = [line_amounts(line.quantity, line.unit_price, line.tax_rate) for line in draft.lines]
    amount, tax = sum((net for net, _ in own), Decimal(0)), sum((tax for _, tax in own), Decimal(0))
    rounding = draft.total - amount - tax
    if abs(rounding) > CENT * len(draft.lines):
        raise TotalDiffers(paper=draft.paper, lines=amount + tax, total=draft.total)
    return Sums(amount, tax, rounding)


def _is_sound(line: LineDraft) -> bool:
    price, rate = line.unit_price, line.tax_rate
    return (
        0 < line.quantity < 2**31
        and price.is_finite()
        and 0 <= price < Decimal("1e8")
        and price == price.quantize(Decimal("0.0001"))
        and rate.is_finite()
        and 0 <= rate < 100
        and rate == rate.quantize(CENT)
        and line.quantity * price < MOST
    )


def due_on(invoiced_on: date, *, days: int, from_month_end: bool) -> date:
    """The day on which an invoice is due."""
    last = calendar.monthrange(invoiced_on.year, invoiced_on.month)[1]
    return (invoiced_on.replace(day=last) if from_month_end else invoiced_on) + timedelta(days=days)


def is_open(differences: Collection[Sequence[str]], decision: str) -> bool:
    """Whether a line still stops its invoice: pieces that did not come always do."""
    codes = {code for code, *_ in differences}
    return Difference.QUANTITY in codes or (bool(codes) and decision == Decision.NONE)


def check_step(here: str, there: str, *, number: str) -> None:
    """Raises InvoiceNotThere."""
    if not allows(INVOICE_STEPS, here=here, there=there):
        raise InvoiceNotThere(number=number, state=str(InvoiceState(here).label))


def check_another(author: int | str | None, decider: int | str | None, *, number: str) -> None:
    """Raises InvoiceByItsAuthor: four eyes see every invoice."""
    if author == decider:
        raise InvoiceByItsAuthor(number=number)


def check_decision(differences: Collection[Sequence[str]], decision: str, to: str, *, number: str, nth: int) -> None:
    """Raises NothingDiffers, NotReceived or NothingToClaim."""
    codes = {code for code, *_ in differences}
    if not codes or decision != Decision.NONE:
        raise NothingDiffers(line=nth, number=number)
    if Difference.QUANTITY in codes:
        raise NotReceived(line=nth, number=number)
    if to == Decision.CLAIMED and Difference.PRICE not in codes:
        raise NothingToClaim(line=nth, number=number)
