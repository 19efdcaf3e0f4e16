"""Sales that a file brings from before the ledger began."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhanggui.kernel.refusal import NotFound, Refusal

MOST_PIECES = 1_000_000


class SalesOverlap(Refusal):
    """From {day} on the sales of {warehouse} come from its own moves: a file brings only days before."""


class SalesUnsound(Refusal):
    """{quantity} pieces on {day} cannot have been sold: not below zero, at most a million, on a day that is over."""


@dataclass(frozen=True, slots=True)
class SalesDraft:
    """Pieces of one SKU sold from one warehouse on one day; both by their codes."""

    warehouse: str
    sku: str
    day: date
    quantity: int

    @property
    def key(self) -> str:
        return f"{self.warehouse}:{self.sku}:{self.day}"


def check_sales(
    draft: SalesDraft,
    *,
    today: date,
    warehouses: Mapping[str, int],
    skus: Mapping[str, int],
    begins: Mapping[int, date],
) -> None:
    """`begins` is the first day each warehouse's own moves were summed."""
    if draft.warehouse not in warehouses:
        raise NotFound(what="Warehouse", key=draft.warehouse)
    if draft.sku not in skus:
        raise NotFound(what="SKU", key=draft.sku)
    if not 0 <= draft.quantity <= MOST_PIECES or draft.day >= today or draft.day.year < 2000:
        raise SalesUnsound(quantity=draft.quantity, day=draft.day)
    begin = begins.get(warehouses[draft.warehouse])
    if begin is not None and draft.day >= begin:
        raise SalesOverlap(day=begin, warehouse=draft.warehouse)
