"""A row that is a whole order, parted into a row for each of its lines."""

from collections.abc import Iterator, Sequence

from zhanggui.connectors.files.cells import NOTHING, unwrap
from zhanggui.connectors.files.grouping import OrderRow
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.rows import RowError, RowReader
from zhanggui.kernel.refusal import Refusal

_OF_ALL = frozenset({Field.REFUND_STATE})
"""What may be said once for all lines."""


class GoodsDisagree(Refusal):
    """Row {row}, column “{column}”: it tells of {found} goods, the quantities are those of {wanted}."""


class OrderTwice(Refusal):
    """Row {row}: order {number} is there twice."""


def part(reader: RowReader, rows: Sequence[OrderRow], errors: list[RowError]) -> list[OrderRow]:
    """A row for each line of the order, as its only row tells them. What cannot be told apart is a fault."""
    between = reader.bound.layout.between
    first, *others = rows
    errors += [reader.fault(row.row, None, OrderTwice(number=row.number)) for row in others]
    wanted = len(_pieces(first.cells[reader.bound.places[Field.QUANTITY]], between))
    parted = [list(first.cells) for _ in range(wanted)]
    for name, place, pieces in _told(reader, first, between):
        if wanted == 1 or (len(pieces) == 1 and (name in _OF_ALL or pieces[0] in NOTHING)):
            continue
        if len(pieces) != wanted:
            errors.append(reader.fault(first.row, name, GoodsDisagree(found=len(pieces), wanted=wanted)))
            continue
        for cells, piece in zip(parted, pieces, strict=True):
            cells[place] = piece
    return [first._replace(cells=cells) for cells in parted]


def _told(reader: RowReader, row: OrderRow, between: str) -> Iterator[tuple[Field, int, list[str]]]:
    for name, place, _ in reader.line_columns:
        yield name, place, _pieces(row.cells[place], between)


def _pieces(cell: str, between: str) -> list[str]:
    text = unwrap(cell).replace("；", between)
    return [unwrap(piece) for piece in text.removesuffix(between).split(between)]
