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


@dataclass(frozen=True, slots=True)
class ParcelTookIn(FactOf):
    """Parcels {numbers} were merged into this one; all go under one waybill."""

    NAME: ClassVar[str] = "fulfilment.parcel.took_in"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    numbers: str


@dataclass(frozen=True, slots=True)
class ParcelMerged(FactOf):
    """The parcel was merged into {into}."""

    NAME: ClassVar[str] = "fulfilment.parcel.merged"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    into: str


@dataclass(frozen=True, slots=True)
class ParcelTakenApart(FactOf):
    """The merge was undone: {numbers} go by themselves again."""

    NAME: ClassVar[str] = "fulfilment.parcel.taken_apart"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    numbers: str


@dataclass(frozen=True, slots=True)
class ParcelAlone(FactOf):
    """The parcel goes by itself again, no longer in {out_of}."""

    NAME: ClassVar[str] = "fulfilment.parcel.alone"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    out_of: str


@dataclass(frozen=True, slots=True)
class ParcelSplit(FactOf):
    """{pieces} pieces were taken out into parcels of their own: {numbers}."""

    NAME: ClassVar[str] = "fulfilment.parcel.split"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    numbers: str
    pieces: int


@dataclass(frozen=True, slots=True)
class ParcelJoined(FactOf):
    """The pieces are back in parcel {into}; this one is void."""

    NAME: ClassVar[str] = "fulfilment.parcel.joined"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    into: str


@dataclass(frozen=True, slots=True)
class ParcelLostLines(FactOf):
    """{pieces} pieces left the parcel, now {number}. Label {old} is void; label {new} must be printed."""

    NAME: ClassVar[str] = "fulfilment.parcel.lost_lines"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    pieces: int
    number: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PiecesLeftParcel(FactOf):
    """{pieces} pieces left the parcel, now {number}. It had no label yet."""

    NAME: ClassVar[str] = "fulfilment.parcel.pieces_left"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    pieces: int
    number: str


@dataclass(frozen=True, slots=True)
class PiecesLeftPrinted(FactOf):
    """{pieces} pieces left the parcel, now {number}. Label {old} is void; the parcel waits for another number."""

    NAME: ClassVar[str] = "fulfilment.parcel.pieces_left_printed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    pieces: int
    number: str
    old: str


@dataclass(frozen=True, slots=True)
class LabelTorn(FactOf):
    """The paper with waybill {waybill} is torn up. {note}"""

    NAME: ClassVar[str] = "fulfilment.parcel.label_torn"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    note: str


@dataclass(frozen=True, slots=True)
class WaybillCancelled(FactOf):
    """The carrier took waybill {waybill} back."""

    NAME: ClassVar[str] = "fulfilment.parcel.waybill_cancelled"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class WaybillToRecover(FactOf):
    """The carrier did not take waybill {waybill} back: {answer}"""

    NAME: ClassVar[str] = "fulfilment.parcel.waybill_to_recover"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    answer: str


@dataclass(frozen=True, slots=True)
class WaybillSettled(FactOf):
    """Waybill {waybill} was settled with the carrier by hand: {note}"""

    NAME: ClassVar[str] = "fulfilment.parcel.waybill_settled"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    note: str


@dataclass(frozen=True, slots=True)
class InterceptOpened(FactOf):
    """The parcel has left and should come back: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.intercept_opened"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    reason: str


@dataclass(frozen=True, slots=True)
class InterceptOverdue(FactOf):
    """{level} % of the carrier's time to answer whether it brings the parcel back are gone."""

    NAME: ClassVar[str] = "fulfilment.parcel.intercept_overdue"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    level: int


@dataclass(frozen=True, slots=True)
class InterceptAnswered(FactOf):
    """The carrier was asked to bring the parcel back: {state} {answer}"""

    NAME: ClassVar[str] = "fulfilment.parcel.intercept_answered"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class InterceptClosed(FactOf):
    """The case of calling the parcel back is closed: {state}"""

    NAME: ClassVar[str] = "fulfilment.parcel.intercept_closed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    state: str
    note: str
