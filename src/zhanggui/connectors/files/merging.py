"""The fields of an order that each of its rows repeats, told once."""

from collections.abc import Sequence

from zhanggui.connectors.files.cells import unwrap
from zhanggui.connectors.files.grouping import OrderRow
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.rows import Reading, RowReader
from zhanggui.kernel.refusal import Refusal

_JOINED = frozenset({Field.BUYER_MESSAGE, Field.SELLER_MEMO, Field.SELLER_NOTE})

_LATEST = frozenset({Field.SHIPPED_AT, Field.FINISHED_AT, Field.MODIFIED_AT})
"""Rows may be sent, finished and changed one after the other."""


class RowsDisagree(Refusal):
    """Row {row}, column “{column}”: “{text}” differs from the other rows of order {number}."""


def merge_rows(reader: RowReader, rows: Sequence[OrderRow]) -> Reading:
    """The first row's fields, filled up from the others. Texts of people are joined, of what happens
    to lines one by one the latest counts, anything else must agree."""
    first = rows[0]
    merged = reader.read_order(first.row, first.cells)
    for other in rows[1:]:
        reader.check_width(other.row, other.cells, merged)
        if reader.bound.layout.of_rows or reader.order_cells(other.cells) != reader.order_cells(first.cells):
            _merge(reader, merged, other)
    return merged


def _merge(reader: RowReader, merged: Reading, other: OrderRow) -> None:
    reading = reader.read_order(other.row, other.cells)
    merged.errors.extend(error for error in reading.errors if error not in merged.errors)
    for name, value in reading.values.items():
        known = merged.values.get(name)
        if not value:
            continue
        if name in reader.bound.layout.of_rows:
            merged.values[name] = (known or 0) + value
            continue
        if value == known:
            continue
        if not known:
            merged.values[name] = value
        elif name in _LATEST:
            merged.values[name] = max(known, value)
        elif name in _JOINED:
            merged.values[name] = known if value in known.split("\n") else f"{known}\n{value}"
        else:
            text = unwrap(other.cells[reader.bound.places[name]])
            merged.errors.append(reader.fault(other.row, name, RowsDisagree(text=text, number=other.number)))
