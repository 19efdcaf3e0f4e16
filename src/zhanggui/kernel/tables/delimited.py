"""Text tables: CSV and its relatives, read row by row so that memory does not grow with the file."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from zhanggui.kernel.tables.encoding import detect_encoding
from zhanggui.kernel.tables.table import Row, Source, Table, UnreadableFile

_DELIMITERS = (",", "\t", ";")
_SNIFFED_CHARACTERS = 1 << 16
_SNIFFED_ROWS = 20


class DelimitedTable(Table):
    """A text table. Every reading of `rows` opens the source again."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.label = source.name
        with source.open() as stream:
            self.encoding = detect_encoding(stream, file=source.name)
            stream.seek(0)
            self.delimiter = _sniff(stream, self.encoding)

    def rows(self) -> Iterator[Row]:
        with self.source.open() as stream, io.TextIOWrapper(stream, self.encoding, newline="") as text:
            number = 0
            try:
                for number, cells in enumerate(csv.reader(text, delimiter=self.delimiter, strict=True), start=1):
                    yield number, cells
            except csv.Error as broken:
                raise UnreadableFile(file=self.label, reason=f"row {number + 1}: {broken}") from broken


def _sniff(stream: BinaryIO, encoding: str) -> str:
    """The delimiter that cuts the first rows into the most cells; quotes may hold any of them."""
    text = io.TextIOWrapper(stream, encoding, newline="")
    head = text.read(_SNIFFED_CHARACTERS)
    text.detach()
    return max(_DELIMITERS, key=lambda delimiter: _widest(head, delimiter))


def _widest(head: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    return max((len(cells) for cells in islice(reader, _SNIFFED_ROWS)), default=0)
