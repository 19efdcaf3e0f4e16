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
    """What the crate costs was written down."""

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


@dataclass(frozen=True, slots=True)
class CrateRuleSet(FactOf):
    """{what} asks for a crate."""

    NAME: ClassVar[str] = "fulfilment.crate_rule.set"
    SUBJECT: ClassVar[str] = "crate_rule"
    rule_id: int
    what: str


@dataclass(frozen=True, slots=True)
class CrateRuleDropped(FactOf):
    """{what} asks for no crate any more."""

    NAME: ClassVar[str] = "fulfilment.crate_rule.dropped"
    SUBJECT: ClassVar[str] = "crate_rule"
    rule_id: int
    what: str


@dataclass(frozen=True, slots=True)
class CrateTimesSet(FactOf):
    """The crate maker comes at {times}."""

    NAME: ClassVar[str] = "fulfilment.crate_times.set"
    SUBJECT: ClassVar[str] = "warehouse"
    warehouse_id: int
    times: str


@dataclass(frozen=True, slots=True)
class FreightStationSet(FactOf):
    """Carrier {carrier} takes goods at a freight station; its list is ready by {ready_by}."""

    NAME: ClassVar[str] = "fulfilment.freight_station.set"
    SUBJECT: ClassVar[str] = "warehouse"
    warehouse_id: int
    carrier: str
    ready_by: str
