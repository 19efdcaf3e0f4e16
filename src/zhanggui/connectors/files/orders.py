"""Read an order file: a stream of canonical orders, and the rows that are not one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from zhanggui.connectors.files.assembling import Assembler
from zhanggui.connectors.files.binding import BoundTable, bind
from zhanggui.connectors.files.grouping import Groups, group_rows
from zhanggui.connectors.files.layouts.custom import layout_of
from zhanggui.connectors.files.layouts.known import MissingColumn, UnknownLayout, get_layout
from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.connectors.files.rows import RowError
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.reading import open_tables
from zhanggui.kernel.tables.table import EmptyFile

FilePlace: TypeAlias = str | os.PathLike[str] | bytes


class OrderListMissing(Refusal):
    """File {file} is an item list without the times of orders. Import it together with its order list."""


class FilesDoNotFit(Refusal):
    """Files {first} and {second} do not belong together: one must be an order list, the other its item list."""


@dataclass(slots=True)
class OrderFile:
    """A file opened for reading. `orders` runs once; `row_errors` is complete when it has run out."""

    tables: Sequence[BoundTable]
    groups: Groups
    rows_of: dict[str, dict[str, list[int]]] | None = None
    """Where it is a dict, each order given out leaves the rows it was read from, by file; who reads it empties it."""
    row_errors: list[RowError] = field(default_factory=list)
    orders: Iterator[ChannelOrder] = field(init=False)

    def __post_init__(self) -> None:
        self.orders = self._read()

    @property
    def layout(self) -> Layout:
        return self.tables[0].layout

    @property
    def encoding(self) -> str:
        """The encoding of a text file, empty for a workbook."""
        return self.tables[0].table.encoding

    def _read(self) -> Iterator[ChannelOrder]:
        assembler = Assembler(self.tables)
        for rows in self.groups():
            order = assembler.assemble(rows)
            if isinstance(order, ChannelOrder):
                if self.rows_of is not None:
                    found = self.rows_of[order.number] = {}
                    for row in rows:
                        found.setdefault(self.tables[row.table].table.label, []).append(row.row)
                yield order
            else:
                self.row_errors.extend(order)


def read_orders(
    path_or_bytes: FilePlace,
    *,
    layout: str | Layout | None = None,
    mapping: Mapping[str, Any] | str | None = None,
    items: FilePlace | None = None,
    name: str = "",
    items_name: str = "",
) -> OrderFile:
    """The orders of a file, of an order list and its item list, or of a workbook that holds both.

    The whole file has been looked through when this returns: one that is broken in the middle is refused
    before its first order is given out. Names are those the clerk knows the files by.
    """
    wanted = layout_of(mapping) if mapping else get_layout(layout) if isinstance(layout, str) else layout
    tables = _bound(path_or_bytes, wanted, name=name)
    if items is not None:
        tables = [
            *tables[:1],
            *_bound(items, None, name=items_name or ("items" if isinstance(items, bytes) else ""))[:1],
        ]
    ordered = _paired(tables)
    return OrderFile(ordered, group_rows(ordered))


def _bound(path_or_bytes: FilePlace, layout: Layout | None, *, name: str = "") -> list[BoundTable]:
    """The tables of the file that are in a layout; other sheets of a workbook are left out."""
    found, refused = [], []
    for table in open_tables(path_or_bytes, name=name):
        try:
            found.append(bind(table, layout))
        except (UnknownLayout, MissingColumn, EmptyFile) as refusal:
            refused.append(refusal)
    if not found:
        raise refused[0]
    return found


def _paired(tables: Sequence[BoundTable]) -> list[BoundTable]:
    """Either one table, or an order list followed by its item list."""
    first, *others = tables
    fitting = {Kind.ORDERS: Kind.ITEMS, Kind.ITEMS: Kind.ORDERS}.get(first.layout.kind)
    second = next((table for table in others if table.layout.kind is fitting), None)
    if others and not second:
        raise FilesDoNotFit(first=first.table.label, second=others[0].table.label)
    if not second and Field.PLACED_AT not in first.places and not first.layout.number_tells_day:
        raise OrderListMissing(file=first.table.label)
    if not second:
        return [first]
    if first.table.label == second.table.label:
        second.table.label = f"{second.table.label} (2)"
    return sorted([first, second], key=lambda table: table.layout.kind is Kind.ITEMS)
