"""What inventory tells. The subject is the SKU."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.inventory.states import CountReason
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
class CountRequested(FactOf):
    """Bin {place} is to be counted: {found} of {expected} were there ({reason})."""

    NAME: ClassVar[str] = "inventory.count.requested"
    SUBJECT: ClassVar[str] = "sku"
    LABELS: ClassVar[Mapping[str, Any]] = {"reason": CountReason}
    sku_id: int
    place: str
    expected: int
    found: int
    reason: str


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


@dataclass(frozen=True, slots=True)
class CodesAdded(FactOf):
    """{count} unique codes were recorded for pieces of the warehouse."""

    NAME: ClassVar[str] = "inventory.codes.added"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    warehouse_id: int
    count: int


@dataclass(frozen=True, slots=True)
class InspectionMarked(FactOf):
    """The goods wait for the inspector: {reason}."""

    NAME: ClassVar[str] = "inventory.inspection.marked"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    warehouse_id: int
    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class InspectionPassed(FactOf):
    """The inspector passed the goods."""

    NAME: ClassVar[str] = "inventory.inspection.passed"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    warehouse_id: int
    lot: str
    note: str


@dataclass(frozen=True, slots=True)
class LotRegistered(FactOf):
    """Lot {lot} is on record."""

    NAME: ClassVar[str] = "inventory.lot.registered"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    lot: str


@dataclass(frozen=True, slots=True)
class LotStopped(FactOf):
    """Lot {lot} was stopped: {reason}."""

    NAME: ClassVar[str] = "inventory.lot.stopped"
    SUBJECT: ClassVar[str] = "lot"
    lot_id: int
    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotOpened(FactOf):
    """Lot {lot} may be sold again: {reason}."""

    NAME: ClassVar[str] = "inventory.lot.opened"
    SUBJECT: ClassVar[str] = "lot"
    lot_id: int
    lot: str
    reason: str
