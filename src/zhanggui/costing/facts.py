"""What costing tells. The subject is the SKU, but for the method, which is that of the company."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.costing.states import Method
from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class CostsLanded(FactOf):
    """Freight or duty was added: {in_stock} to stock, {sold} to the cost of goods sold."""

    NAME: ClassVar[str] = "costing.receipt.landed"
    SUBJECT: ClassVar[str] = "sku_cost"
    sku_id: int
    in_stock: str
    sold: str


@dataclass(frozen=True, slots=True)
class PriceCorrected(FactOf):
    """The price of a receipt was corrected: {in_stock} to stock, {sold} to the cost of goods sold."""

    NAME: ClassVar[str] = "costing.receipt.corrected"
    SUBJECT: ClassVar[str] = "sku_cost"
    sku_id: int
    in_stock: str
    sold: str


@dataclass(frozen=True, slots=True)
class StockRevalued(FactOf):
    """A piece is worth {unit_cost} from now on: {reason}."""

    NAME: ClassVar[str] = "costing.stock.revalued"
    SUBJECT: ClassVar[str] = "sku_cost"
    sku_id: int
    unit_cost: str
    reason: str


@dataclass(frozen=True, slots=True)
class MethodChosen(FactOf):
    """Stock is valued by {method} from now on. {reason}"""

    NAME: ClassVar[str] = "costing.method.chosen"
    SUBJECT: ClassVar[str] = "cost_book"
    LABELS: ClassVar[Mapping[str, Any]] = {"method": Method}
    book_id: int
    method: str
    reason: str
