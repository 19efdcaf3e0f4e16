"""Read a catalog file (CSV, XLSX, XLS) into rows, naming the rows that are none."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhanggui.catalog.columns import COLUMNS
from zhanggui.catalog.rules.sku_rows import SIDES, BadMeasure, BadPrice, BadWeight, SkuRow
from zhanggui.catalog.rules.tracking import read_flag, read_tracking
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables import find_headings, open_tables, texts_of, unwrap

_BETWEEN_BARCODES = re.compile(r"[;；,，、\s]+")
_BETWEEN_PARTS = re.compile(r"[;；,，、\n]+")
_PART = re.compile(r"(?P<code>.+?)(\s*[×*＊]\s*(?P<number>\d{1,6}))?", re.ASCII)
NO_PARTS = frozenset({"-", "—", "无", "none"})
_MONEY = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_MEASURE = re.compile(r"(?P<number>\d{1,6}(\.\d{1,2})?)\s*(?P<unit>mm|毫米|cm|厘米)?", re.ASCII)
_GRAMS = re.compile(r"\d+(\.0+)?", re.ASCII)


@dataclass(slots=True)
class SkuFile:
    """The rows a file holds, and by `code` or `#row` why others could not be read."""

    rows: list[SkuRow] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def read_skus(path_or_bytes: str | os.PathLike[str] | bytes, *, name: str = "") -> SkuFile:
    """Every SKU of the file's tables. An empty cell leaves what is known as it is."""
    file = SkuFile()
    for table in open_tables(path_or_bytes, name=name):
        heading, places = find_headings(table, COLUMNS)
        for number, cells in table.rows():
            if number > heading and any(unwrap(cell) for cell in cells):
                _read_row(number, cells, places, file)
    return file


def _read_row(number: int, cells: Sequence[str], places: Mapping[str, int], file: SkuFile) -> None:
    texts = texts_of(cells, places)
    code = texts["code"]
    try:
        values = {name: _READERS.get(name, _plain)(text, code) for name, text in texts.items() if text}
    except Refusal as refusal:
        file.refused[code or f"#{number}"] = refusal
        return
    for side in SIDES:
        in_cm = values.pop(side.replace("_mm", "_cm"), None)
        if in_cm is not None:
            values.setdefault(side, in_cm)
    file.rows.append(SkuRow(**{"code": "", **values, "row": number}))


def _plain(text: str, code: str) -> str:
    return text


def _barcodes(text: str, code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(barcode for barcode in _BETWEEN_BARCODES.split(text) if barcode))


def _money(text: str, code: str) -> Decimal:
    bare = text.removesuffix("元").lstrip("¥￥").strip()
    if not _MONEY.fullmatch(bare):
        raise BadPrice(sku=code, text=text)
    return Decimal(bare.replace(",", ""))


def read_parts(text: str, code: str) -> tuple[tuple[str, int], ...]:
    """`A×2;B` is two of A and one of B; a dash is no bundle."""
    if text in NO_PARTS:
        return ()
    named = [_PART.fullmatch(one.strip()) for one in _BETWEEN_PARTS.split(text) if one.strip()]
    return tuple((found["code"].strip(), int(found["number"] or 1)) for found in named if found)


def _grams(text: str, code: str) -> int:
    bare = text.casefold().removesuffix("克").removesuffix("g").strip()
    if not _GRAMS.fullmatch(bare):
        raise BadWeight(sku=code, text=text)
    return int(bare.split(".")[0])


def _side(text: str, code: str, *, unit: str = "mm") -> int:
    """A length in millimetres; what is written behind the number counts before the unit of the heading."""
    found = _MEASURE.fullmatch(text.casefold())
    if not found:
        raise BadMeasure(sku=code, text=text)
    in_cm = (found["unit"] or unit) in {"cm", "厘米"}
    length = Decimal(found["number"]) * (10 if in_cm else 1)
    if length != length.to_integral_value():
        raise BadMeasure(sku=code, text=text)
    return int(length)


def _side_in_cm(text: str, code: str) -> int:
    return _side(text, code, unit="cm")


def _volume(text: str, code: str) -> int:
    bare = text.casefold()
    for unit in ("立方厘米", "cm³", "cm3"):
        bare = bare.removesuffix(unit).strip()
    if not _GRAMS.fullmatch(bare):
        raise BadMeasure(sku=code, text=text)
    return int(bare.split(".")[0])


_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "barcodes": _barcodes,
    "parts": read_parts,
    "weight_g": _grams,
    **dict.fromkeys(SIDES, _side),
    **{side.replace("_mm", "_cm"): _side_in_cm for side in SIDES},
    "volume_cm3": _volume,
    "tracking": read_tracking,
    "verify_by_count": read_flag,
    "price": _money,
    "floor_price": _money,
    "cost": _money,
}
