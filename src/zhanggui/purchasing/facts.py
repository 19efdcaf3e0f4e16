"""What purchase orders tell. The subject is the order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.purchasing.states import PurchaseState

PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class PurchaseDrafted(FactOf):
    """Drafted with {lines} lines."""

    NAME: ClassVar[str] = "purchasing.purchase.drafted"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int
    lines: int


@dataclass(frozen=True, slots=True)
class PurchaseSubmitted(FactOf):
    """Submitted: now “{state}”."""

    NAME: ClassVar[str] = "purchasing.purchase.submitted"
    SUBJECT: ClassVar[str] = PURCHASE
    LABELS: ClassVar[Mapping[str, Any]] = {"state": PurchaseState}
    purchase_id: int
    state: str


@dataclass(frozen=True, slots=True)
class PurchaseApproved(FactOf):
    """Approved."""

    NAME: ClassVar[str] = "purchasing.purchase.approved"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int


@dataclass(frozen=True, slots=True)
class PurchaseSentBack(FactOf):
    """Sent back to its draft: {reason}"""

    NAME: ClassVar[str] = "purchasing.purchase.sent_back"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PurchaseSent(FactOf):
    """Sent to the supplier."""

    NAME: ClassVar[str] = "purchasing.purchase.sent"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int


@dataclass(frozen=True, slots=True)
class PurchaseConfirmed(FactOf):
    """Confirmed by the supplier."""

    NAME: ClassVar[str] = "purchasing.purchase.confirmed"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int


@dataclass(frozen=True, slots=True)
class PurchasePromised(FactOf):
    """Line {nth} is promised for {day}: {reason}"""

    NAME: ClassVar[str] = "purchasing.purchase.promised"
    SUBJECT: ClassVar[str] = PURCHASE
    purchase_id: int
    nth: int
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class PurchaseReceived(FactOf):
    """{pieces} pieces were counted: now “{state}”."""

    NAME: ClassVar[str] = "purchasing.purchase.received"
    SUBJECT: ClassVar[str] = PURCHASE
    LABELS: ClassVar[Mapping[str, Any]] = {"state": PurchaseState}
    purchase_id: int
    pieces: int
    state: str


@dataclass(frozen=True, slots=True)
class PurchaseEnded(FactOf):
    """“{state}”: {reason}"""

    NAME: ClassVar[str] = "purchasing.purchase.ended"
    SUBJECT: ClassVar[str] = PURCHASE
    LABELS: ClassVar[Mapping[str, Any]] = {"state": PurchaseState}
    purchase_id: int
    state: str
    reason: str
