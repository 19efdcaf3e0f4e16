"""What the warehouse tells of parcels that are made one, parted, or lose lines."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


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
