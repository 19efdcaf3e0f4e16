"""What is told of parcels on their way. All of it stands on the parcel's timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.logistics.tracking.states import AnomalyKind, AnomalyState, Resolution


@dataclass(frozen=True, slots=True)
class ParcelCollected(FactOf):
    """The carrier has collected the parcel."""

    NAME: ClassVar[str] = "logistics.parcel.collected"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int


@dataclass(frozen=True, slots=True)
class ParcelOutForDelivery(FactOf):
    """The parcel is out for delivery."""

    NAME: ClassVar[str] = "logistics.parcel.out_for_delivery"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int


@dataclass(frozen=True, slots=True)
class ParcelDelivered(FactOf):
    """The carrier has delivered the parcel. {signed_by}"""

    NAME: ClassVar[str] = "logistics.parcel.delivered"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    signed_by: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelRefused(FactOf):
    """The receiver did not take the parcel."""

    NAME: ClassVar[str] = "logistics.parcel.refused"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelComesBack(FactOf):
    """The parcel is on its way back."""

    NAME: ClassVar[str] = "logistics.parcel.returning"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelCameBack(FactOf):
    """The parcel has come back, as the carrier says."""

    NAME: ClassVar[str] = "logistics.parcel.returned"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class AnomalyOpened(FactOf):
    """{kind} {words}"""

    NAME: ClassVar[str] = "logistics.parcel.anomaly_opened"
    SUBJECT: ClassVar[str] = "parcel"
    LABELS: ClassVar[dict[str, type[AnomalyKind]]] = {"kind": AnomalyKind}
    parcel_id: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class AnomalyEnded(FactOf):
    """{kind}: {state}. {resolution} {note}"""

    NAME: ClassVar[str] = "logistics.parcel.anomaly_ended"
    SUBJECT: ClassVar[str] = "parcel"
    LABELS: ClassVar[dict[str, type[AnomalyKind | AnomalyState | Resolution]]] = {
        "kind": AnomalyKind, "state": AnomalyState, "resolution": Resolution,
    }  # fmt: skip
    parcel_id: int
    kind: str
    state: str
    resolution: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnomalyTaken(FactOf):
    """{kind}: {owner} sees to it."""

    NAME: ClassVar[str] = "logistics.parcel.anomaly_taken"
    SUBJECT: ClassVar[str] = "parcel"
    LABELS: ClassVar[dict[str, type[AnomalyKind]]] = {"kind": AnomalyKind}
    parcel_id: int
    kind: str
    owner: str


@dataclass(frozen=True, slots=True)
class CarrierAsked(FactOf):
    """The carrier was asked about it: {kind}."""

    NAME: ClassVar[str] = "logistics.parcel.carrier_asked"
    SUBJECT: ClassVar[str] = "parcel"
    LABELS: ClassVar[dict[str, type[AnomalyKind]]] = {"kind": AnomalyKind}
    parcel_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class TrackingAccountSet(FactOf):
    """The tracking account {code} was written down."""

    NAME: ClassVar[str] = "logistics.tracking_account.set"
    SUBJECT: ClassVar[str] = "tracking_account"
    account_id: int
    code: str


@dataclass(frozen=True, slots=True)
class TrackingAccountClosed(FactOf):
    """The tracking account {code} is not asked any more."""

    NAME: ClassVar[str] = "logistics.tracking_account.closed"
    SUBJECT: ClassVar[str] = "tracking_account"
    account_id: int
    code: str
