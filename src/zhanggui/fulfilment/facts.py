"""What the warehouse tells of parcels and waves."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ParcelPlanned(FactOf):
    """A parcel was planned for an order and holds its stock."""

    NAME: ClassVar[str] = "fulfilment.parcel.planned"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    number: str
    order_id: int
    units: int


@dataclass(frozen=True, slots=True)
class ParcelToJoin(FactOf):
    """It is to leave in one parcel with another order, as a buyer asked."""

    NAME: ClassVar[str] = "fulfilment.parcel.to_join"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int


@dataclass(frozen=True, slots=True)
class WaveBuilt(FactOf):
    """A wave of parcels was built, each piece set aside in a bin."""

    NAME: ClassVar[str] = "fulfilment.wave.built"
    SUBJECT: ClassVar[str] = "wave"
    wave_id: int
    number: str
    parcels: int
    units: int


@dataclass(frozen=True, slots=True)
class WaybillAssigned(FactOf):
    """An account gave waybill {waybill}."""

    NAME: ClassVar[str] = "fulfilment.parcel.waybill_assigned"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class WaybillDropped(FactOf):
    """The parcel changed before it was printed: a waybill asked for before is not used."""

    NAME: ClassVar[str] = "fulfilment.parcel.waybill_dropped"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class ParcelPrinted(FactOf):
    """Label {waybill} was given to the printer, print {prints}."""

    NAME: ClassVar[str] = "fulfilment.parcel.printed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    prints: int


@dataclass(frozen=True, slots=True)
class LabelProven(FactOf):
    """Label {waybill} is out, as {by} says."""

    NAME: ClassVar[str] = "fulfilment.parcel.label_proven"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    by: str


@dataclass(frozen=True, slots=True)
class ParcelPicked(FactOf):
    """All pieces were taken from their bins, with wave {wave}."""

    NAME: ClassVar[str] = "fulfilment.parcel.picked"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    wave: str


@dataclass(frozen=True, slots=True)
class WavePicked(FactOf):
    """Every parcel of the wave that was not stopped is picked."""

    NAME: ClassVar[str] = "fulfilment.wave.picked"
    SUBJECT: ClassVar[str] = "wave"
    wave_id: int
    number: str


# Written by the database function of the put wall.
@dataclass(frozen=True, slots=True)
class ParcelSorted(FactOf):
    """All {units} pieces lie in cell {cell} of the wall."""

    NAME: ClassVar[str] = "fulfilment.parcel.sorted"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    cell: int
    units: int


# Written by the database function of the verifying scan.
@dataclass(frozen=True, slots=True)
class ParcelVerified(FactOf):
    """Goods and note agree, piece by piece: {units} in all."""

    NAME: ClassVar[str] = "fulfilment.parcel.verified"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    units: int


@dataclass(frozen=True, slots=True)
class PiecesOverridden(FactOf):
    """{pieces} pieces of {sku} were verified by hand, confirmed by {confirmed_by}: {reason}."""

    NAME: ClassVar[str] = "fulfilment.pieces.overridden"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    sku: str
    pieces: int
    reason: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class ParcelWeighed(FactOf):
    """The parcel was packed and weighed: {grams} g, expected {expected} g."""

    NAME: ClassVar[str] = "fulfilment.parcel.weighed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    grams: int
    expected: int
    device: str = ""


@dataclass(frozen=True, slots=True)
class ParcelShipped(FactOf):
    """The parcel has left the warehouse."""

    NAME: ClassVar[str] = "fulfilment.parcel.shipped"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    carrier: str


@dataclass(frozen=True, slots=True)
class ParcelTakenBack(FactOf):
    """Shipped by mistake, the parcel was taken back into the house: {note}."""

    NAME: ClassVar[str] = "fulfilment.parcel.taken_back"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    note: str


@dataclass(frozen=True, slots=True)
class ParcelStopRecorded(FactOf):
    """From now on every station refuses the parcel."""

    NAME: ClassVar[str] = "fulfilment.parcel.stopped"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    reason: str
    was: str
    units_verified: int


@dataclass(frozen=True, slots=True)
class ParcelVoided(FactOf):
    """The parcel will not be sent: never printed, or its paper torn and its goods back in their bins."""

    NAME: ClassVar[str] = "fulfilment.parcel.voided"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParcelRelocated(FactOf):
    """The parcel goes from {warehouse} with {carrier}; it was {was_warehouse} with {was_carrier}."""

    NAME: ClassVar[str] = "fulfilment.parcel.relocated"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    warehouse: str
    carrier: str
    was_warehouse: str
    was_carrier: str


@dataclass(frozen=True, slots=True)
class PlaceRuleSet(FactOf):
    """{what} was written down for the choice of warehouse and carrier."""

    NAME: ClassVar[str] = "fulfilment.place_rule.set"
    SUBJECT: ClassVar[str] = "place_rule"
    rule_id: int
    book: str
    what: str


@dataclass(frozen=True, slots=True)
class PlaceRuleDropped(FactOf):
    """{what} no longer counts for the choice of warehouse and carrier."""

    NAME: ClassVar[str] = "fulfilment.place_rule.dropped"
    SUBJECT: ClassVar[str] = "place_rule"
    rule_id: int
    book: str
    what: str
