"""What the warehouse tells of void labels, numbers given back and parcels called back."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


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
