"""What picking tells of waves and parcels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.inventory.states import CountReason
from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ParcelKickedOut(FactOf):
    """The parcel was taken out of wave {wave}."""

    NAME: ClassVar[str] = "fulfilment.parcel.kicked_out"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    wave: str


@dataclass(frozen=True, slots=True)
class WaveShort(FactOf):
    """Bin {place} lacked {missing} of {sku} ({reason})."""

    NAME: ClassVar[str] = "fulfilment.wave.short"
    SUBJECT: ClassVar[str] = "wave"
    LABELS: ClassVar[Mapping[str, Any]] = {"reason": CountReason}
    wave_id: int
    place: str
    sku: str
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParcelShort(FactOf):
    """No bin of the warehouse had enough of {sku} for it."""

    NAME: ClassVar[str] = "fulfilment.parcel.short"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    sku: str


@dataclass(frozen=True, slots=True)
class WaveReleased(FactOf):
    """{parcels} parcels of the wave may be picked; their labels come at the table."""

    NAME: ClassVar[str] = "fulfilment.wave.released"
    SUBJECT: ClassVar[str] = "wave"
    wave_id: int
    parcels: int


@dataclass(frozen=True, slots=True)
class ParcelUnsorted(FactOf):
    """A piece was taken out of cell {cell} again, which was complete."""

    NAME: ClassVar[str] = "fulfilment.parcel.unsorted"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    cell: int
