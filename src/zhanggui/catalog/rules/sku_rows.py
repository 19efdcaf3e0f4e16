"""One row of a catalog: what it says, and whether it can be true."""

from dataclasses import dataclass
from decimal import Decimal

from zhanggui.catalog.rules.barcodes import check_barcode
from zhanggui.kernel.refusal import Refusal

_LONGEST = {"code": 64, "product_code": 64, "product_name": 200, "category": 80, "spec": 200, "picture": 300}
_DECIMALS = {"price": 2, "floor_price": 2, "cost": 4}
_DIGITS = 12
_HEAVIEST_G = 2_000_000
SIDES = ("length_mm", "width_mm", "height_mm")
_LONGEST_MM, _BIGGEST_CM3 = 20_000, 20_000_000
_CUBIC_MM = 1000
"""In a cubic centimetre."""


@dataclass(frozen=True, slots=True)
class SkuRow:
    """A SKU with its product. None leaves what is known as it is; `barcodes` are added to the known ones.

    `parts` make it a bundle, by merchant code and quantity; no parts make it a plain SKU.
    """

    code: str
    product_code: str | None = None
    product_name: str | None = None
    category: str | None = None
    spec: str | None = None
    barcodes: tuple[str, ...] = ()
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    volume_cm3: int | None = None
    price: Decimal | None = None
    floor_price: Decimal | None = None
    cost: Decimal | None = None
    picture: str | None = None
    tracking: str | None = None
    verify_by_count: bool | None = None
    parts: tuple[tuple[str, int], ...] | None = None
    row: int = 0

    @property
    def name(self) -> str:
        """How an outcome calls this row: its code, or its place in the file."""
        return self.code or f"#{self.row}"


class MissingCode(Refusal):
    """Row {row} has no merchant code."""


class MissingName(Refusal):
    """SKU {sku} is new and has no name."""


class TooLong(Refusal):
    """SKU {sku}: “{text}…” is too long, at most {limit} characters fit."""


class BadPrice(Refusal):
    """SKU {sku}: {text} is not an amount of money that can be kept."""


class BadWeight(Refusal):
    """SKU {sku}: {text} is not a weight in whole grams."""


class BadMeasure(Refusal):
    """SKU {sku}: {text} is not a length in whole millimetres, nor a volume in whole cubic centimetres."""


class CodeRepeated(Refusal):
    """SKU {sku} stands in the file before. Keep one row."""


class CostNotYours(Refusal):
    """SKU {sku}: setting a cost needs the right to see costs. Leave the column out."""


def check_row(row: SkuRow, *, sees_cost: bool) -> None:
    """What can be seen from the row alone."""
    if not row.code:
        raise MissingCode(row=row.row)
    for field, limit in _LONGEST.items():
        if len(text := getattr(row, field) or "") > limit:
            raise TooLong(sku=row.code[:64], text=text[:20], limit=limit)
    for field, decimals in _DECIMALS.items():
        amount = getattr(row, field)
        if amount is not None and not _fits(amount, decimals):
            raise BadPrice(sku=row.code, text=str(amount))
    if row.weight_g is not None and not 0 <= row.weight_g <= _HEAVIEST_G:
        raise BadWeight(sku=row.code, text=str(row.weight_g))
    for side in SIDES:
        if not 0 <= (getattr(row, side) or 0) <= _LONGEST_MM:
            raise BadMeasure(sku=row.code, text=str(getattr(row, side)))
    if not 0 <= (row.volume_cm3 or 0) <= _BIGGEST_CM3:
        raise BadMeasure(sku=row.code, text=str(row.volume_cm3))
    if row.cost is not None and not sees_cost:
        raise CostNotYours(sku=row.code)
    for barcode in row.barcodes:
        check_barcode(barcode, sku=row.code)


def volume_of(length_mm: int, width_mm: int, height_mm: int) -> int:
    """The volume of a box in cm³, rounded up; 0 while a side is not known."""
    return -(-length_mm * width_mm * height_mm // _CUBIC_MM)


def _fits(amount: Decimal, decimals: int) -> bool:
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** (_DIGITS - decimals):
        return False
    return amount == round(amount, decimals)
