"""What an order file holds, without importing it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhanggui.connectors.files.orders import OrderFile
from zhanggui.connectors.files.rows import RowError


@dataclass(frozen=True, slots=True)
class FileSummary:
    """Counts and sums of the orders that can be imported, and the rows that cannot."""

    orders: int
    lines: int
    units: int
    amount: Decimal
    first_at: datetime | None
    last_at: datetime | None
    row_errors: tuple[RowError, ...]


def summarise(file: OrderFile) -> FileSummary:
    """Reads the file to its end. `amount` is what the lines cost, freight left out; moments are those of placing."""
    orders = lines = units = 0
    amount = Decimal(0)
    first_at: datetime | None = None
    last_at: datetime | None = None
    for order in file.orders:
        orders += 1
        lines += len(order.lines)
        for line in order.lines:
            units += line.quantity
            amount += line.amount
        first_at = min(first_at or order.placed_at, order.placed_at)
        last_at = max(last_at or order.placed_at, order.placed_at)
    return FileSummary(orders, lines, units, amount, first_at, last_at, tuple(file.row_errors))
