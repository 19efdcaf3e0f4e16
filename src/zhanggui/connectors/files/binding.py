"""A table and its layout together: where the heading is, which cell holds which field, which rows count."""

from collections.abc import Iterator, Sequence
from itertools import islice

from zhanggui.connectors.files.cells import read_number, unwrap
from zhanggui.connectors.files.layouts.known import MissingColumn, UnknownLayout, nearest, recognise
from zhanggui.connectors.files.layouts.layout import Field, Layout, plain
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.table import EmptyFile, Row, Table

_SEARCHED_ROWS = 20
_FOOTERS = ("合计", "总计", "小计", "总笔数", "导出时间", "total", "#")


class AmbiguousColumn(Refusal):
    """File {file} has the column “{column}” more than once. Keep one of them."""


class BoundTable:
    """A table read by a layout."""

    def __init__(self, table: Table, layout: Layout, heading: Row) -> None:
        self.table = table
        self.layout = layout
        self.heading_row, cells = heading
        self.headers = [unwrap(cell) for cell in cells]
        self.places = layout.positions(self.headers)
        self._number = self.places[Field.NUMBER]
        self._last_cell = self._last_number = ""
        names = [plain(header) for header in self.headers]
        for place in self.places.values():
            if names.count(names[place]) > 1:
                raise AmbiguousColumn(file=table.label, column=self.headers[place])

    def rows(self) -> Iterator[Row]:
        """The rows below the heading that say something, each as wide as the heading or wider."""
        width = len(self.headers)
        for number, cells in self.table.rows():
            if number <= self.heading_row or not any(cells):
                continue
            if len(cells) < width:
                cells.extend([""] * (width - len(cells)))
            if not self._is_footer(cells):
                yield number, cells

    def number_of(self, cells: Sequence[str]) -> str:
        """The order number of a row, empty when it is missing or damaged."""
        cell = cells[self._number]
        if cell != self._last_cell:
            self._last_cell, self._last_number = cell, _number(cell)
        return self._last_number

    def header_of(self, field: Field) -> str:
        return self.headers[self.places[field]]

    def _is_footer(self, cells: Sequence[str]) -> bool:
        if (number := cells[self._number].strip()) and not number.casefold().startswith(_FOOTERS):
            return False
        words = next((text for cell in cells if (text := unwrap(cell))), "")
        return not words or words.casefold().startswith(_FOOTERS)


def _number(cell: str) -> str:
    try:
        return read_number(cell)
    except Refusal:
        return ""


def bind(table: Table, layout: Layout | None) -> BoundTable:
    """The table under this layout, or under the one its headers show. Refused when there is none."""
    head = list(islice(table.rows(), _SEARCHED_ROWS))
    if not any(any(cells) for _, cells in head):
        raise EmptyFile(file=table.label)
    for row in head:
        fitting = layout if layout and not layout.missing(row[1]) else None if layout else recognise(row[1])
        if fitting:
            return BoundTable(table, fitting, row)
    raise _unfit(table, head, layout)


def _unfit(table: Table, head: list[Row], layout: Layout | None) -> Refusal:
    widest = max((cells for _, cells in head), key=lambda cells: sum(map(bool, cells)))
    headers = "、".join(text for cell in widest if (text := unwrap(cell)))
    if layout:
        missing = "、".join(layout.missing(widest))
        return MissingColumn(file=table.label, missing=missing, layout=str(layout.title), headers=headers)
    like = nearest(widest)
    missing = "、".join(header.strip() for header in like.missing(widest))
    return UnknownLayout(file=table.label, headers=headers, nearest=str(like.title), missing=missing)
