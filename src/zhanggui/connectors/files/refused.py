"""The refused rows as a file of their own: mended by a clerk, it is imported again."""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext

from zhanggui.connectors.files.binding import BoundTable
from zhanggui.connectors.files.cells import DamagedNumber, read_number, unwrap
from zhanggui.connectors.files.orders import OrderFile

_LONG_DIGITS = re.compile(r"\d{12,}", re.ASCII)
_RUN_AS_FORMULA = ("=", "+", "-", "@")


def write_refused_rows(file: OrderFile, directory: str | os.PathLike[str]) -> list[Path]:
    """A CSV for each table with refused rows: its heading, those rows as they were, and why in a last column.

    UTF-8 with a byte order mark, so that a spreadsheet shows Chinese. Long numbers are wrapped and texts that a
    spreadsheet would run are quoted. Call it when the orders have been read.
    """
    written = []
    for place, table in enumerate(file.tables, start=1):
        reasons = _reasons(file, table)
        if reasons:
            path = Path(directory) / f"refused-{place}.csv"
            _write(path, table, reasons)
            written.append(path)
    return written


def _reasons(file: OrderFile, table: BoundTable) -> dict[int, list[str]]:
    reasons: dict[int, list[str]] = defaultdict(list)
    for error in file.row_errors:
        if error.table == table.table.label:
            reasons[error.row].append(error.sentence)
    return reasons


def _write(path: Path, table: BoundTable, reasons: Mapping[int, Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow([*table.headers, gettext("Why refused")])
        for row, cells in table.rows():
            if row in reasons:
                kept = [_safe(cell) for cell in cells[: len(table.headers)]]
                sheet.writerow([*kept, " ".join(reasons[row])])


def _safe(cell: str) -> str:
    """A text that a spreadsheet keeps as it is. A number that was damaged is not made to look sound."""
    text = unwrap(cell)
    if _LONG_DIGITS.fullmatch(text):
        return f'="{text}"' if _is_sound(cell) else text
    return f"'{text}" if text.startswith(_RUN_AS_FORMULA) else text


def _is_sound(cell: str) -> bool:
    try:
        read_number(cell)
    except DamagedNumber:
        return False
    return True
