"""A sale as a platform keeps it, in words of its own that no platform uses. Money is whole fen."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from .people import Buyer


class Stage(StrEnum):
    """Where a sale is."""

    UNPAID = "unpaid"
    HELD = "held"  # paid, and the platform does not let it go
    PAID = "paid"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    DONE = "done"
    CANCELLED = "cancelled"  # before money was taken
    CLOSED = "closed"  # after money was taken, which went back


class Case(StrEnum):
    """Where the buyer's wish for money or other goods is."""

    ASKED = "asked"
    TO_RETURN = "to_return"  # agreed, the goods are to come back
    RETURNED = "returned"  # the buyer has sent them
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PAID_BACK = "paid_back"

    @property
    def is_open(self) -> bool:
        return self in {Case.ASKED, Case.TO_RETURN, Case.RETURNED}


@dataclass
class SoldLine:
    """`amount` is what the buyer pays for it after every discount, freight excluded."""

    number: str
    item: str
    sku: str
    code: str
    title: str
    spec: str
    pieces: int
    price: int
    amount: int
    shipped: int = 0


@dataclass
class SentParcel:
    """`pieces` by line number."""

    number: str
    carrier: str
    waybill: str
    pieces: dict[str, int]
    sent_at: datetime


@dataclass
class RefundCase:
    """One wish of the buyer, for one line, or for the whole sale when `line` is empty."""

    number: str
    line: str
    amount: int
    reason: str
    with_goods: bool
    asked_at: datetime
    modified_at: datetime
    state: Case = Case.ASKED
    carrier: str = ""
    waybill: str = ""


@dataclass
class Sale:
    """One order of the platform. What the buyer pays is Σ amount of the lines + `freight`."""

    number: str
    placed_at: datetime
    modified_at: datetime
    buyer: Buyer
    lines: list[SoldLine]
    stage: Stage = Stage.UNPAID
    paid_at: datetime | None = None
    freight: int = 0
    message: str = ""
    memo: str = ""
    flag: int = 0
    parcels: list[SentParcel] = field(default_factory=list)
    cases: list[RefundCase] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)
    """What only its platform keeps of it, as plain JSON."""

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines) + self.freight

    def line(self, number: str) -> SoldLine:
        """Raises KeyError."""
        for line in self.lines:
            if line.number == number:
                return line
        raise KeyError(number)

    def case_of(self, line: str) -> RefundCase | None:
        """The newest case about this line."""
        for case in reversed(self.cases):
            if case.line in ("", line):
                return case
        return None

    def waybills_of(self, line: str) -> list[str]:
        return [parcel.waybill for parcel in self.parcels if line in parcel.pieces]

    def left(self) -> dict[str, int]:
        """Pieces still to be sent, by line number; lines whose money went back are never sent."""
        paid_back = {line.number for line in self.lines for case in [self.case_of(line.number)]
                     if case and case.state is Case.PAID_BACK}  # fmt: skip
        return {
            line.number: line.pieces - line.shipped
            for line in self.lines
            if line.pieces > line.shipped and line.number not in paid_back
        }
