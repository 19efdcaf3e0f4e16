"""Three-way match 三单匹配: the order, what was received, and the invoice. Pure.

What a supplier took back is not subtracted here: it is deducted by the claim that is opened when the goods leave, and
would otherwise be counted twice.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from zhanggui.invoicing.states import Difference
from zhanggui.kernel.money import CENT


class Ordered(NamedTuple):
    """What is known of a purchase line: pieces that came, pieces on other invoices, price without tax, percent."""

    received: int
    invoiced: int
    unit_price: Decimal
    tax_rate: Decimal


class Invoiced(NamedTuple):
    """What a line of an invoice says."""

    purchase_line: int
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal


class Found(NamedTuple):
    """What the match finds: pieces that count as invoiced, and each difference as (code, invoiced, should be)."""

    taken: int
    differences: list[tuple[str, str, str]]


def line_amounts(quantity: int, unit_price: Decimal, tax_rate: Decimal) -> tuple[Decimal, Decimal]:
    """What a line comes to without tax, and its tax; each rounded to the cent."""
    net = (quantity * unit_price).quantize(CENT, ROUND_HALF_UP)
    return net, (net * tax_rate / 100).quantize(CENT, ROUND_HALF_UP)


def match_lines(lines: Iterable[Invoiced], ordered: Mapping[int, Ordered], *, percent: Decimal) -> list[Found]:
    """Each line against its order, one after the other: pieces that one took are not there for the next."""
    taken: dict[int, int] = {}
    found = []
    for line in lines:
        there = ordered[line.purchase_line]
        left = there.received - there.invoiced - taken.get(line.purchase_line, 0)
        one = match_line(line, there, left=left, percent=percent)
        taken[line.purchase_line] = taken.get(line.purchase_line, 0) + one.taken
        found.append(one)
    return found


def match_line(line: Invoiced, ordered: Ordered, *, left: int, percent: Decimal) -> Found:
    """A price at or below the ordered one matches, and above it up to the tolerance in percent."""
    differences = []
    if line.quantity > left:
        differences.append((Difference.QUANTITY.value, str(line.quantity), str(max(0, left))))
    if line.unit_price > ordered.unit_price * (100 + percent) / 100:
        differences.append((Difference.PRICE.value, str(line.unit_price), str(ordered.unit_price)))
    if line.tax_rate != ordered.tax_rate:
        differences.append((Difference.TAX_RATE.value, str(line.tax_rate), str(ordered.tax_rate)))
    return Found(line.quantity if line.quantity <= left else 0, differences)
