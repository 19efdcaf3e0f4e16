"""What is told of crates and freight stations."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class CrateMarked(FactOf):
    """The parcel gets a crate: {why}"""

    NAME: ClassVar[str] = "fulfilment.parcel.crate_marked"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    why: str


@dataclass(frozen=True, slots=True)
class CrateDropped(FactOf):
    """The parcel gets no crate after all: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.crate_dropped"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParcelWentOut(FactOf):
    """The goods went to the crate maker with list {trip}: taken by {taken_by}."""

    NAME: ClassVar[str] = "fulfilment.parcel.went_out"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    trip: str
    taken_by: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelCameBack(FactOf):
    """The goods are back from the crate maker, list {trip}."""

    NAME: ClassVar[str] = "fulfilment.parcel.came_back"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    trip: str


@dataclass(frozen=True, slots=True)
class CrateCostSet(FactOf):
    """The crate costs {cost}."""

    NAME: ClassVar[str] = "fulfilment.parcel.crate_cost_set"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class FreightListed(FactOf):
    """The parcel is on freight list {run}, driver {driver}, {plate}."""

    NAME: ClassVar[str] = "fulfilment.parcel.freight_listed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    run: str
    driver: str
    plate: str


@dataclass(frozen=True, slots=True)
class FreightTakenOff(FactOf):
    """The parcel was taken off freight list {run}: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.freight_taken_off"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    run: str
    reason: str


@dataclass(frozen=True, slots=True)
class FreightSigned(FactOf):
    """The driver signed freight list {number} and has {parcels} parcels."""

    NAME: ClassVar[str] = "fulfilment.freight_run.signed"
    SUBJECT: ClassVar[str] = "freight_run"
    run_id: int
    number: str
    parcels: int


@dataclass(frozen=True, slots=True)
class FreightReceiptEntered(FactOf):
    """The freight station gave receipt {receipt}."""

    NAME: ClassVar[str] = "fulfilment.parcel.freight_receipt"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    receipt: str
