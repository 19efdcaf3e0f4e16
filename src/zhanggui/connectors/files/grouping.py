"""Rows into orders in a fixed amount of memory.

Rows of one order usually stand together; then they are read straight through. When they do not, or when
two tables are read together, the rows go through a temporary database on disk, which sorts them.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import orjson

from zhanggui.connectors.files.binding import BoundTable

_MARK_BITS = 1 << 27
_MARKS_PER_NUMBER = 5


class OrderRow(NamedTuple):
    """A row of one of the tables, with the order number it bears; empty when that cannot be read."""

    number: str
    table: int
    row: int
    cells: list[str]


Groups = Callable[[], Iterator[list[OrderRow]]]


def group_rows(tables: Sequence[BoundTable]) -> Groups:
    """A way to go through the orders, each with all its rows. Every table has been read once to its end."""
    if len(tables) == 1 and _stand_together(tables[0]):
        return lambda: _groups(_numbered(tables))
    store = _stored(tables)
    return lambda: _groups(_sorted(store))


def _numbered(tables: Sequence[BoundTable]) -> Iterator[OrderRow]:
    for place, table in enumerate(tables):
        for row, cells in table.rows():
            yield OrderRow(table.number_of(cells), place, row, cells)


def _groups(rows: Iterator[OrderRow]) -> Iterator[list[OrderRow]]:
    for number, group in groupby(rows, key=attrgetter("number")):
        if number:
            yield list(group)
        else:
            yield from ([row] for row in group)


def _stand_together(table: BoundTable) -> bool:
    """No order number comes back after another one. Rarely says no when it is so; never says yes when it is not."""
    seen = _Seen()
    last = ""
    together = True
    for _, cells in table.rows():
        number = table.number_of(cells)
        if together and number and number != last:
            together = seen.add(number)
        last = number
    return together


class _Seen:
    """Numbers met so far, as marks in a field of fixed size (a Bloom filter)."""

    def __init__(self) -> None:
        self._marks = bytearray(_MARK_BITS >> 3)

    def add(self, number: str) -> bool:
        """Whether the number is surely new."""
        marks = self._marks
        digest = blake2b(number.encode(), digest_size=4 * _MARKS_PER_NUMBER).digest()
        new = False
        for start in range(0, len(digest), 4):
            place = int.from_bytes(digest[start : start + 4], "little") % _MARK_BITS
            byte, bit = place >> 3, 1 << (place & 7)
            if not marks[byte] & bit:
                marks[byte] |= bit
                new = True
        return new


def _stored(tables: Sequence[BoundTable]) -> sqlite3.Connection:
    store = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # a file of its own, gone when closed
    store.execute("PRAGMA journal_mode = OFF")
    store.execute("CREATE TABLE held (number TEXT, part INTEGER, line INTEGER, cells BLOB)")
    store.execute("BEGIN")
    store.executemany("INSERT INTO held VALUES (?, ?, ?, ?)", _packed(_numbered(tables)))
    store.execute("COMMIT")
    return store


def _packed(rows: Iterator[OrderRow]) -> Iterator[tuple[str, int, int, bytes]]:
    for number, table, row, cells in rows:
        yield number, table, row, orjson.dumps(cells)


def _sorted(store: sqlite3.Connection) -> Iterator[OrderRow]:
    held = store.execute("SELECT number, part, line, cells FROM held ORDER BY number, part, line")
    for number, table, row, cells in held:
        yield OrderRow(number, table, row, orjson.loads(cells))
