"""What logistics tells."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class WaybillAccountOpened(FactOf):
    """The account {code} gives waybills."""

    NAME: ClassVar[str] = "logistics.account.opened"
    SUBJECT: ClassVar[str] = "waybill_account"
    account_id: int
    code: str


@dataclass(frozen=True, slots=True)
class WaybillAccountChanged(FactOf):
    """The account {code} was changed."""

    NAME: ClassVar[str] = "logistics.account.changed"
    SUBJECT: ClassVar[str] = "waybill_account"
    account_id: int
    code: str


@dataclass(frozen=True, slots=True)
class WaybillAccountClosed(FactOf):
    """The account {code} is not asked any more."""

    NAME: ClassVar[str] = "logistics.account.closed"
    SUBJECT: ClassVar[str] = "waybill_account"
    account_id: int
    code: str


@dataclass(frozen=True, slots=True)
class NumbersRunLow(FactOf):
    """The account {code} has {left} numbers left."""

    NAME: ClassVar[str] = "logistics.account.runs_low"
    SUBJECT: ClassVar[str] = "waybill_account"
    account_id: int
    code: str
    left: int


@dataclass(frozen=True, slots=True)
class WaybillRequested(FactOf):
    """A waybill is to be asked for under the key {key}."""

    NAME: ClassVar[str] = "logistics.request.made"
    SUBJECT: ClassVar[str] = "waybill_request"
    request_id: int
    key: str


@dataclass(frozen=True, slots=True)
class WaybillRefused(FactOf):
    """No waybill was given: {reason}"""

    NAME: ClassVar[str] = "logistics.parcel.waybill_refused"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class NumberUnused(FactOf):
    """Waybill {number} is not used and is to be cancelled with its provider."""

    NAME: ClassVar[str] = "logistics.request.unused"
    SUBJECT: ClassVar[str] = "waybill_request"
    request_id: int
    number: str


@dataclass(frozen=True, slots=True)
class NumberCancelled(FactOf):
    """Waybill {number} was cancelled with its provider."""

    NAME: ClassVar[str] = "logistics.request.cancelled"
    SUBJECT: ClassVar[str] = "waybill_request"
    request_id: int
    number: str


@dataclass(frozen=True, slots=True)
class NumberToRecover(FactOf):
    """The provider did not take waybill {number} back: {answer}"""

    NAME: ClassVar[str] = "logistics.request.to_recover"
    SUBJECT: ClassVar[str] = "waybill_request"
    request_id: int
    number: str
    answer: str


@dataclass(frozen=True, slots=True)
class NumberSettled(FactOf):
    """Waybill {number} was settled by hand: {ending}. {note}"""

    NAME: ClassVar[str] = "logistics.request.settled"
    SUBJECT: ClassVar[str] = "waybill_request"
    request_id: int
    number: str
    ending: str
    note: str
