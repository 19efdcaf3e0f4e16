"""What invoices and requests to pay tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.invoicing.states import Decision, InvoiceState
from zhanggui.kernel.facts import FactOf

INVOICE = "supplier_invoice"
REQUEST = "payment_request"


@dataclass(frozen=True, slots=True)
class InvoiceEntered(FactOf):
    """Entered: “{state}”."""

    NAME: ClassVar[str] = "invoicing.invoice.entered"
    SUBJECT: ClassVar[str] = INVOICE
    LABELS: ClassVar[Mapping[str, Any]] = {"state": InvoiceState}
    invoice_id: int
    state: str


@dataclass(frozen=True, slots=True)
class InvoiceRematched(FactOf):
    """Matched again: now “{state}”."""

    NAME: ClassVar[str] = "invoicing.invoice.rematched"
    SUBJECT: ClassVar[str] = INVOICE
    LABELS: ClassVar[Mapping[str, Any]] = {"state": InvoiceState}
    invoice_id: int
    state: str


@dataclass(frozen=True, slots=True)
class DifferenceDecided(FactOf):
    """Line {nth}: “{decision}”, because {reason}"""

    NAME: ClassVar[str] = "invoicing.invoice.difference_decided"
    SUBJECT: ClassVar[str] = INVOICE
    LABELS: ClassVar[Mapping[str, Any]] = {"decision": Decision}
    invoice_id: int
    nth: int
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceApproved(FactOf):
    """Approved: {total} is payable."""

    NAME: ClassVar[str] = "invoicing.invoice.approved"
    SUBJECT: ClassVar[str] = INVOICE
    invoice_id: int
    total: str


@dataclass(frozen=True, slots=True)
class InvoiceRefused(FactOf):
    """Refused: {reason}"""

    NAME: ClassVar[str] = "invoicing.invoice.refused"
    SUBJECT: ClassVar[str] = INVOICE
    invoice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceNumbersSet(FactOf):
    """The numbers of invoices were set: {numbers}."""

    NAME: ClassVar[str] = "invoicing.numbers.set"
    SUBJECT: ClassVar[str] = "invoice_numbers"
    numbers_id: int
    numbers: str


@dataclass(frozen=True, slots=True)
class PaymentDaysSet(FactOf):
    """Invoices are due after {days} days."""

    NAME: ClassVar[str] = "invoicing.payment_days.set"
    SUBJECT: ClassVar[str] = "supplier"
    supplier_id: int
    days: int


@dataclass(frozen=True, slots=True)
class PaymentRequested(FactOf):
    """{payable} asked to be paid."""

    NAME: ClassVar[str] = "invoicing.payment_request.asked"
    SUBJECT: ClassVar[str] = REQUEST
    request_id: int
    payable: str


@dataclass(frozen=True, slots=True)
class PaymentRequestApproved(FactOf):
    """Approved: {payable} is to be paid."""

    NAME: ClassVar[str] = "invoicing.payment_request.approved"
    SUBJECT: ClassVar[str] = REQUEST
    request_id: int
    payable: str


@dataclass(frozen=True, slots=True)
class PaymentRequestRefused(FactOf):
    """Refused: {reason}"""

    NAME: ClassVar[str] = "invoicing.payment_request.refused"
    SUBJECT: ClassVar[str] = REQUEST
    request_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentRequestPaid(FactOf):
    """{amount} was paid: {document}."""

    NAME: ClassVar[str] = "invoicing.payment_request.paid"
    SUBJECT: ClassVar[str] = REQUEST
    request_id: int
    amount: str
    document: str
