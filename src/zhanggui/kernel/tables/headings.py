"""Which column of a table holds which field: the headings a field goes by, found wherever the heading row stands."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.table import EmptyFile, Table
from zhanggui.kernel.tables.wrapping import unwrap

_UNITS = ("(元)", "(yuan)")
_SEARCHED_ROWS = 20


class ColumnNotFound(Refusal):
    """File {file} has no column “{column}”. Its headings are: {headings}."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One field with the headings it goes by, the one we write first. Some are read only, in another unit."""

    field: str
    headings: tuple[str, ...]
    is_written: bool = True


def plain(heading: str) -> str:
    """A heading as compared: without blanks round it, unit of money, letter case and full-width forms."""
    text = unicodedata.normalize("NFKC", heading).strip().casefold().lstrip("*").strip()
    for unit in _UNITS:
        text = text.removesuffix(unit).strip()
    return text


def places_of(headings: Sequence[str], columns: Sequence[Heading]) -> Mapping[str, int]:
    """Which cell holds which field; the first of several headings of a field counts."""
    there = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
    found = {}
    for column in columns:
        named = (there[name] for name in map(plain, column.headings) if name in there)
        if (place := next(named, None)) is not None:
            found[column.field] = place
    return found


def find_headings(table: Table, columns: Sequence[Heading]) -> tuple[int, Mapping[str, int]]:
    """The number of the heading row, and the places in it. What names the first column is the heading row."""
    head = list(islice(table.rows(), _SEARCHED_ROWS))
    for number, cells in head:
        places = places_of([unwrap(cell) for cell in cells], columns)
        if columns[0].field in places:
            return number, places
    if not (filled := [cells for _, cells in head if any(cells)]):
        raise EmptyFile(file=table.label)
    headings = "、".join(text for cell in filled[0] if (text := unwrap(cell)))
    raise ColumnNotFound(file=table.label, column=columns[0].headings[0], headings=headings)


def texts_of(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """What a row says of each field, unwrapped; nothing where the row ends early."""
    return {name: unwrap(cells[place]) if place < len(cells) else "" for name, place in places.items()}
