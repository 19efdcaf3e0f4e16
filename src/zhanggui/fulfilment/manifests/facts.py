"""What is told of hand-overs, to carriers and of shifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.fulfilment.states import ShiftState
from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ManifestOpened(FactOf):
    """A hand-over to the carrier began."""

    NAME: ClassVar[str] = "fulfilment.manifest.opened"
    SUBJECT: ClassVar[str] = "manifest"
    manifest_id: int
    number: str


@dataclass(frozen=True, slots=True)
class ParcelListed(FactOf):
    """Scanned at the door, the parcel is on manifest {manifest}."""

    NAME: ClassVar[str] = "fulfilment.parcel.listed"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    manifest: str


@dataclass(frozen=True, slots=True)
class HandOverRefused(FactOf):
    """Not handed over with a batch: {sentence}"""

    NAME: ClassVar[str] = "fulfilment.parcel.hand_over_refused"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    waybill: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ParcelUnlisted(FactOf):
    """The parcel was taken off manifest {manifest}: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.unlisted"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    manifest: str
    reason: str


@dataclass(frozen=True, slots=True)
class DifferenceExplained(FactOf):
    """Why the parcel differs on manifest {manifest}: {reason}"""

    NAME: ClassVar[str] = "fulfilment.parcel.difference_explained"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    manifest: str
    reason: str


@dataclass(frozen=True, slots=True)
class ManifestClosed(FactOf):
    """Closed: {listed} parcels should go, {scanned} were scanned, {shipped} have left, {explained} were explained."""

    NAME: ClassVar[str] = "fulfilment.manifest.closed"
    SUBJECT: ClassVar[str] = "manifest"
    manifest_id: int
    listed: int
    scanned: int
    shipped: int
    explained: int


@dataclass(frozen=True, slots=True)
class ManifestReopened(FactOf):
    """The hand-over was opened again: {reason}"""

    NAME: ClassVar[str] = "fulfilment.manifest.reopened"
    SUBJECT: ClassVar[str] = "manifest"
    manifest_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ManifestPrinted(FactOf):
    """The hand-over sheet was given to the printer, print {prints}."""

    NAME: ClassVar[str] = "fulfilment.manifest.printed"
    SUBJECT: ClassVar[str] = "manifest"
    manifest_id: int
    prints: int


@dataclass(frozen=True, slots=True)
class ManifestLeft(FactOf):
    """The van has left. Driver: {driver} {plate}"""

    NAME: ClassVar[str] = "fulfilment.manifest.left"
    SUBJECT: ClassVar[str] = "manifest"
    manifest_id: int
    driver: str
    plate: str


@dataclass(frozen=True, slots=True)
class ShiftSheetWritten(FactOf):
    """A shift was written up with {open_items} open items."""

    NAME: ClassVar[str] = "fulfilment.shift_sheet.written"
    SUBJECT: ClassVar[str] = "shift_sheet"
    sheet_id: int
    open_items: int


@dataclass(frozen=True, slots=True)
class ShiftSheetSigned(FactOf):
    """Signed: {state} {note}"""

    NAME: ClassVar[str] = "fulfilment.shift_sheet.signed"
    SUBJECT: ClassVar[str] = "shift_sheet"
    LABELS: ClassVar[Mapping[str, Any]] = {"state": ShiftState}
    sheet_id: int
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ParcelCollected(FactOf):
    """The carrier collected the parcel at {moment}."""

    NAME: ClassVar[str] = "fulfilment.parcel.collected"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    moment: str
