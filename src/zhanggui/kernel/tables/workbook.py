"""Workbooks (XLSX, XLS): each sheet a table of text.

A spreadsheet keeps 15 digits of a number. A longer one is handed on in scientific notation, as the
spreadsheet itself would show it, so that whoever needs the number exactly refuses it; digits kept as text
are marked as text by an apostrophe, as a clerk types them.
"""

import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.table import Row, Source, Table, UnreadableFile

_MOST_UNPACKED_BYTES = 2 << 30
_KEPT_DIGITS = 15
_LONG_DIGITS = re.compile(r"\d{16,}", re.ASCII)
_LARGEST_EXACT = 2**53


class FileLocked(Refusal):
    """File {file} is locked with a password. Save it without one and try again."""


class FileTooLarge(Refusal):
    """File {file} unpacks to more than {limit} MB. Split it, or save it as CSV."""


class SheetTable(Table):
    """One sheet of a workbook. The sheet is unpacked in memory; a format with a million rows at most."""

    def __init__(self, source: Source, sheet: CalamineSheet) -> None:
        self.label = f"{source.name} [{sheet.name}]"
        self._sheet = sheet

    def rows(self) -> Iterator[Row]:
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            yield number, [_text(cell) for cell in cells]


def open_sheets(source: Source) -> list[SheetTable]:
    """Every sheet that has rows."""
    _check_size(source)
    try:
        with source.open() as stream:
            workbook = CalamineWorkbook.from_object(stream)
            sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except PasswordError as locked:
        raise FileLocked(file=source.name) from locked
    except (CalamineError, OSError) as broken:
        raise UnreadableFile(file=source.name, reason=str(broken)) from broken
    return [SheetTable(source, sheet) for sheet in sheets if sheet.height]


def _check_size(source: Source) -> None:
    with source.open() as stream:
        if not zipfile.is_zipfile(stream):
            return
        try:
            with zipfile.ZipFile(stream) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as broken:
            raise UnreadableFile(file=source.name, reason=str(broken)) from broken
    if unpacked > _MOST_UNPACKED_BYTES:
        raise FileTooLarge(file=source.name, limit=_MOST_UNPACKED_BYTES >> 20)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if _LONG_DIGITS.fullmatch(cell) else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return str(number)
    if number != int(number):
        return format(number, f".{_KEPT_DIGITS}g")
    digits = str(int(number))
    if abs(number) > _LARGEST_EXACT or (len(digits) > _KEPT_DIGITS and digits.endswith("0")):
        return format(number, f".{_KEPT_DIGITS - 1}E")
    return digits
