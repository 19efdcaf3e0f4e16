"""What may be kept of a supplier: its numbers, its papers, its people."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhanggui.kernel.refusal import Refusal

MOST_PERCENT = 100
LARGEST = 8 * 1024 * 1024
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class SupplierUnsound(Refusal):
    """Supplier {code} cannot be kept: it needs a code and a name, and percentages, days and amounts not below zero."""


class SupplierKnown(Refusal):
    """{word} is the code or the credit code of a supplier on file already."""


class ScanTooLarge(Refusal):
    """A scan may have at most {limit} MB."""


class NoScan(Refusal):
    """This file is no scan that can be kept: send PDF, JPEG or PNG."""


class DocumentUnsound(Refusal):
    """Document {number} cannot be kept: it needs a number, and an end not before its beginning."""


class AccountUnsound(Refusal):
    """A bank account has a holder, a bank and a number of 8 to 30 digits."""


@dataclass(frozen=True, slots=True)
class SupplierDraft:
    """What is on file of a supplier, as a form, a file or the API says it."""

    code: str
    name: str
    credit_code: str
    short_name: str = ""
    address: str = ""
    tax_kind: str = "general"
    payment_terms: str = ""
    lead_days: int = 0
    over_percent: Decimal = Decimal(0)
    under_percent: Decimal = Decimal(0)
    least_amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    supplier_id: int
    kind: str
    number: str
    valid_from: date | None = None
    valid_until: date | None = None
    scan: bytes = b""


@dataclass(frozen=True, slots=True)
class ContactDraft:
    supplier_id: int
    name: str
    phone: str = ""
    email: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True)
class AccountDraft:
    supplier_id: int
    holder: str
    bank: str
    number: str


def check_supplier(draft: SupplierDraft) -> None:
    numbers = (Decimal(draft.lead_days), draft.over_percent, draft.under_percent, draft.least_amount)
    is_sound = min(numbers) >= 0 and max(draft.over_percent, draft.under_percent) <= MOST_PERCENT
    if not draft.code or not draft.name or not is_sound:
        raise SupplierUnsound(code=draft.code)


def check_document(draft: DocumentDraft) -> None:
    backwards = draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from
    if not draft.number or backwards:
        raise DocumentUnsound(number=draft.number)


def check_account(draft: AccountDraft) -> None:
    plain = draft.number.replace(" ", "")
    if not draft.holder or not draft.bank or not plain.isascii() or not plain.isdigit() or not 8 <= len(plain) <= 30:
        raise AccountUnsound


def scan_kind(scan: bytes) -> str:
    """The media type of a scan, told by how it begins. Raises ScanTooLarge, NoScan."""
    if len(scan) > LARGEST:
        raise ScanTooLarge(limit=LARGEST // 1024 // 1024)
    for begin, kind in _BEGINNINGS.items():
        if scan.startswith(begin):
            return kind
    raise NoScan
