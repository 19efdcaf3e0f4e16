"""What the scale tells."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ParcelPacked(FactOf):
    """The parcel was packed in {packaging}."""

    NAME: ClassVar[str] = "fulfilment.parcel.packed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    packaging: str


@dataclass(frozen=True, slots=True)
class ParcelWeightOdd(FactOf):
    """The scale stopped the parcel: {grams} g, {low} to {high} g expected; {cause}."""

    NAME: ClassVar[str] = "fulfilment.parcel.weight_odd"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    grams: int
    low: int
    high: int
    cause: str
    device: str


@dataclass(frozen=True, slots=True)
class ParcelWeightAccepted(FactOf):
    """{grams} g was accepted, though {low} to {high} g were expected: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.weight_accepted"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    grams: int
    low: int
    high: int
    reason: str
    weighed_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class ParcelReopened(FactOf):
    """The box was opened: every piece is verified again. {note}"""

    NAME: ClassVar[str] = "fulfilment.parcel.reopened"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    note: str


@dataclass(frozen=True, slots=True)
class SkuWeightTaught(FactOf):
    """A person said what one piece weighs: {grams} g."""

    NAME: ClassVar[str] = "fulfilment.sku_weight.taught"
    SUBJECT: ClassVar[str] = "sku_weight"
    sku_id: int
    grams: Decimal


@dataclass(frozen=True, slots=True)
class SkuWeightReset(FactOf):
    """What the scale had learned was forgotten: {mean} g after {samples} weighings."""

    NAME: ClassVar[str] = "fulfilment.sku_weight.reset"
    SUBJECT: ClassVar[str] = "sku_weight"
    sku_id: int
    samples: int
    mean: Decimal


@dataclass(frozen=True, slots=True)
class WeighNumbersSet(FactOf):
    """The scale lets through what is {sigmas} spreads or {floor_g} g off, after {min_samples} weighings."""

    NAME: ClassVar[str] = "fulfilment.weigh_rule.set"
    SUBJECT: ClassVar[str] = "weigh_rule"
    rule_id: int
    min_samples: int
    sigmas: Decimal
    floor_g: int


@dataclass(frozen=True, slots=True)
class PackagingSet(FactOf):
    """{code} was written down as packaging."""

    NAME: ClassVar[str] = "fulfilment.packaging.set"
    SUBJECT: ClassVar[str] = "packaging"
    sku_id: int
    code: str
    most_g: int
    low_stock: int
    is_active: bool
