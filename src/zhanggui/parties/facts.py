"""What suppliers tell. The subject is the supplier."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.parties.states import DocumentKind, EventKind, SupplierState, TalkKind

SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class SupplierAdded(FactOf):
    """Proposed as a supplier."""

    NAME: ClassVar[str] = "parties.supplier.added"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    code: str


@dataclass(frozen=True, slots=True)
class SupplierEdited(FactOf):
    """Changed: {fields}."""

    NAME: ClassVar[str] = "parties.supplier.edited"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    fields: str


@dataclass(frozen=True, slots=True)
class SupplierAdvanced(FactOf):
    """Went to the stage “{state}”."""

    NAME: ClassVar[str] = "parties.supplier.advanced"
    SUBJECT: ClassVar[str] = SUPPLIER
    LABELS: ClassVar[Mapping[str, Any]] = {"state": SupplierState}
    supplier_id: int
    state: str


@dataclass(frozen=True, slots=True)
class SupplierWasPaused(FactOf):
    """Paused: {reason}"""

    NAME: ClassVar[str] = "parties.supplier.paused"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SupplierResumed(FactOf):
    """May be ordered from again."""

    NAME: ClassVar[str] = "parties.supplier.resumed"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int


@dataclass(frozen=True, slots=True)
class ContactsSet(FactOf):
    """{count} people to talk to are on file now."""

    NAME: ClassVar[str] = "parties.supplier.contacts_set"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    count: int


@dataclass(frozen=True, slots=True)
class BankAccountSet(FactOf):
    """Paid to the account ending in {last_digits} now."""

    NAME: ClassVar[str] = "parties.supplier.bank_account_set"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    last_digits: str


@dataclass(frozen=True, slots=True)
class DocumentFiled(FactOf):
    """{kind} {number} was filed."""

    NAME: ClassVar[str] = "parties.supplier.document_filed"
    SUBJECT: ClassVar[str] = SUPPLIER
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": DocumentKind}
    supplier_id: int
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class DocumentRunsOut(FactOf):
    """{kind} {number} runs out on {ends_on}."""

    NAME: ClassVar[str] = "parties.supplier.document_runs_out"
    SUBJECT: ClassVar[str] = SUPPLIER
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": DocumentKind}
    supplier_id: int
    kind: str
    number: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class TermsSet(FactOf):
    """New terms for {sku_code} from {valid_from}."""

    NAME: ClassVar[str] = "parties.supplier.terms_set"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    sku_code: str
    valid_from: str


@dataclass(frozen=True, slots=True)
class TalkNoted(FactOf):
    """{about} on {held_on} was noted."""

    NAME: ClassVar[str] = "parties.supplier.talk_noted"
    SUBJECT: ClassVar[str] = SUPPLIER
    LABELS: ClassVar[Mapping[str, Any]] = {"about": TalkKind}
    supplier_id: int
    about: str
    held_on: str


@dataclass(frozen=True, slots=True)
class EventRecorded(FactOf):
    """{kind}: {value}, from {cause}."""

    NAME: ClassVar[str] = "parties.supplier.event_recorded"
    SUBJECT: ClassVar[str] = SUPPLIER
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": EventKind}
    supplier_id: int
    kind: str
    value: str
    cause: str


@dataclass(frozen=True, slots=True)
class SupplierScored(FactOf):
    """Score of {month}: {points} (before: {before})."""

    NAME: ClassVar[str] = "parties.supplier.scored"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    month: str
    points: str
    before: str


@dataclass(frozen=True, slots=True)
class SupplierReviewed(FactOf):
    """Reviewed: {words}"""

    NAME: ClassVar[str] = "parties.supplier.reviewed"
    SUBJECT: ClassVar[str] = SUPPLIER
    supplier_id: int
    words: str


@dataclass(frozen=True, slots=True)
class BuyingNumbersSet(FactOf):
    """Suppliers are weighed like this now: {numbers}."""

    NAME: ClassVar[str] = "parties.numbers.set"
    SUBJECT: ClassVar[str] = "buying_numbers"
    numbers_id: int
    numbers: str
