"""What the price differences of exchanges tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.orders.payments.states import DifferenceWay


@dataclass(frozen=True, slots=True)
class DifferenceSettled(FactOf):
    """The price difference of {amount} for line {line} was settled: {way}. {note}"""

    NAME: ClassVar[str] = "orders.order.difference_settled"
    SUBJECT: ClassVar[str] = "order"
    LABELS: ClassVar[Mapping[str, Any]] = {"way": DifferenceWay}
    order_id: int
    line: str
    amount: Decimal
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceReopened(FactOf):
    """The price difference of {amount} for line {line} is open again. {note}"""

    NAME: ClassVar[str] = "orders.order.difference_reopened"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str
    amount: Decimal
    note: str = ""
