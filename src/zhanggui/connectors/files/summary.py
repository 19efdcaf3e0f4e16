"""What an order file holds, without importing it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhanggui.connectors.files.orders import OrderFile
from zhanggui.kernel.doors.channel import ChannelOrder


@dataclass(slots=True)
class FileSummary:
    """Counts and sums of the orders added so far. `amount` is what the lines cost, freight left out; moments are those
    of placing."""

    orders: int = 0
    lines: int = 0
    units: int = 0
    amount: Decimal = Decimal(0)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def add(self, order: ChannelOrder) -> None:
        self.orders += 1
        self.lines += len(order.lines)
        for line in order.lines:
            self.units += line.quantity
            self.amount += line.amount
        self.first_at = min(self.first_at or order.placed_at, order.placed_at)
        self.last_at = max(self.last_at or order.placed_at, order.placed_at)


def summarise(file: OrderFile) -> FileSummary:
    """Reads the file to its end."""
    summary = FileSummary()
    for order in file.orders:
        summary.add(order)
    return summary
