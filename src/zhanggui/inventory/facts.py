"""What inventory tells. The subject of both is the SKU."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class GoodsReceived(FactOf):
    """Goods came in; buyers who wait for them may be served."""

    NAME: ClassVar[str] = "inventory.goods.received"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    warehouse_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class StockAdjusted(FactOf):
    """A count found another quantity than the ledger knew."""

    NAME: ClassVar[str] = "inventory.stock.adjusted"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    warehouse_id: int
    location_id: int
    lot: str
    counted: int
    difference: int
    note: str
