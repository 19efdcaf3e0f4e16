"""What the catalog tells. The subject is the SKU."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class SkuAdded(FactOf):
    """A SKU is known now; order lines that name its code may be bound to it."""

    NAME: ClassVar[str] = "catalog.sku.added"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    code: str


@dataclass(frozen=True, slots=True)
class SkuChanged(FactOf):
    """These fields of a SKU, or of its product, have other values now."""

    NAME: ClassVar[str] = "catalog.sku.changed"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleChanged(FactOf):
    """The bundle holds other parts now: {parts}."""

    NAME: ClassVar[str] = "catalog.bundle.changed"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    parts: list[str]
