"""Which text may be the barcode of a SKU."""

import re

from zhanggui.kernel.refusal import Refusal

_LONGEST = 64
_ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_EAN13 = re.compile(r"\d{13}", re.ASCII)


class BarcodeBad(Refusal):
    """SKU {sku}: barcode {barcode} is mistyped, its last digit should be {digit}."""


class BarcodeUnreadable(Refusal):
    """SKU {sku}: “{barcode}” cannot be a barcode. A spreadsheet may have rounded it; type it again as text."""


class BarcodeTaken(Refusal):
    """SKU {sku}: barcode {barcode} belongs to SKU {other}."""


def check_digit(twelve: str) -> str:
    """The thirteenth digit of an EAN-13: weights 1 and 3 in turn, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def check_barcode(barcode: str, *, sku: str) -> None:
    """Printable, without blanks, of ASCII; thirteen digits must be a true EAN-13."""
    sound = barcode.isascii() and barcode.isprintable() and " " not in barcode and 0 < len(barcode) <= _LONGEST
    if not sound or _ROUNDED.fullmatch(barcode):
        raise BarcodeUnreadable(sku=sku, barcode=barcode)
    if _EAN13.fullmatch(barcode) and (digit := check_digit(barcode[:12])) != barcode[12]:
        raise BarcodeBad(sku=sku, barcode=barcode, digit=digit)
