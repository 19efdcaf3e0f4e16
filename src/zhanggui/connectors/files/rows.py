"""One row into its fields, with every fault of it named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhanggui.connectors.files.binding import BoundTable
from zhanggui.connectors.files.cells import (
    NOTHING,
    read_code,
    read_moment,
    read_money,
    read_number,
    read_quantity,
    unwrap,
)
from zhanggui.connectors.files.layouts.layout import LINE_FIELDS, Field, Kind
from zhanggui.connectors.files.layouts.unconfirmed import FLAGS
from zhanggui.connectors.files.layouts.words import REFUND_WORDS, STATE_WORDS
from zhanggui.kernel.refusal import Refusal

_LONGEST_LISTING = 64
"""A name of goods that stands for a listing may be longer, and is none then."""


class UnknownStateText(Refusal):
    """Row {row}, column “{column}”: the state “{text}” is not known. Known: {known}."""


class MissingValue(Refusal):
    """Row {row}: the column “{column}” is empty."""


class PriceNotTold(Refusal):
    """Row {row}: what each of the goods costs is told neither here nor by what the order costs."""


class RowTooWide(Refusal):
    """Row {row} has {cells} cells, the heading has {headers}: a comma or a quote in it is not closed."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault of one row. The sentence is in the reader's language at the time of reading it."""

    table: str
    row: int
    column: str
    refusal: Refusal

    @property
    def code(self) -> str:
        return self.refusal.code()

    @property
    def sentence(self) -> str:
        return self.refusal.sentence


@dataclass(slots=True)
class Reading:
    """What the cells of a row hold, and what is wrong with them."""

    values: dict[Field, Any] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


_READERS: dict[Field, Callable[[str], Any]] = {
    **dict.fromkeys((Field.NUMBER, Field.LINE_NUMBER), read_number),
    **dict.fromkeys((Field.SKU_CODE, Field.ITEM_CODE, Field.RECEIVER_MOBILE, Field.RECEIVER_PHONE), read_code),
    **dict.fromkeys((Field.PLACED_AT, Field.PAID_AT, Field.SHIPPED_AT), read_moment),
    **dict.fromkeys((Field.FINISHED_AT, Field.MODIFIED_AT, Field.SHIP_BY), read_moment),
    **dict.fromkeys((Field.FREIGHT, Field.PAID, Field.GOODS_AMOUNT, Field.REFUND_AMOUNT), read_money),
    **dict.fromkeys((Field.PRICE, Field.AMOUNT, Field.FULL_AMOUNT), read_money),
    **dict.fromkeys((Field.DISCOUNT_SELLER, Field.DISCOUNT_PLATFORM, Field.DISCOUNT_PAYMENT), read_money),
    Field.QUANTITY: read_quantity,
    Field.SELLER_FLAG: lambda cell: FLAGS.get(unwrap(cell), 0),
    Field.LISTING: lambda cell: text if len(text := unwrap(cell)) <= _LONGEST_LISTING else "",
    **dict.fromkeys((Field.IS_ADDRESS_CHANGED, Field.IS_EXAMINED), lambda cell: unwrap(cell) == "是"),
}
_NEVER_EMPTY = frozenset({Field.NUMBER, Field.QUANTITY, Field.PLACED_AT})


class RowReader:
    """Reads rows of one table."""

    def __init__(self, bound: BoundTable) -> None:
        self.bound = bound
        self._states = {**STATE_WORDS, **{comparable(word): state for word, state in bound.layout.states.items()}}
        self._refunds = {**REFUND_WORDS, **{comparable(word): state for word, state in bound.layout.refunds.items()}}
        self._never_empty = _NEVER_EMPTY - ({Field.PLACED_AT} if bound.layout.number_tells_day else set())
        columns = [(name, place, self._reader(name)) for name, place in bound.places.items()]
        shared = () if bound.layout.kind is Kind.ORDERS else LINE_FIELDS
        self.order_columns = [column for column in columns if column[0] not in shared]
        self.line_columns = [column for column in columns if column[0] in shared]
        self._order_places = [place for _, place, _ in self.order_columns]

    def read_order(self, row: int, cells: Sequence[str]) -> Reading:
        """The fields that belong to the whole order; and whether the row itself is whole."""
        reading = self._read(self.order_columns, row, cells)
        self.check_width(row, cells, reading)
        return reading

    def read_line(self, row: int, cells: Sequence[str]) -> Reading:
        return self._read(self.line_columns, row, cells)

    def order_cells(self, cells: Sequence[str]) -> list[str]:
        return [cells[place] for place in self._order_places]

    def check_width(self, row: int, cells: Sequence[str], reading: Reading) -> None:
        width = len(self.bound.headers)
        if len(cells) > width and any(cells[width:]):
            refusal = RowTooWide(row=row, cells=len(cells), headers=width)
            reading.errors.append(RowError(self.bound.table.label, row, "", refusal))

    def fault(self, row: int, name: Field | None, refusal: Refusal) -> RowError:
        column = self.bound.header_of(name) if name and name in self.bound.places else ""
        refusal.data.update(row=row, column=column)
        return RowError(self.bound.table.label, row, column, refusal)

    def _read(self, columns: list[Any], row: int, cells: Sequence[str]) -> Reading:
        reading = Reading()
        for name, place, reader in columns:
            try:
                value = reader(cells[place])
                if name in self._never_empty and not value:
                    raise MissingValue()
                reading.values[name] = value
            except Refusal as refusal:
                reading.errors.append(self.fault(row, name, refusal))
        return reading

    def _reader(self, name: Field) -> Callable[[str], Any]:
        if name in {Field.STATE, Field.LINE_STATE}:
            return lambda cell: _word(cell, self._states)
        if name is Field.REFUND_STATE:
            return lambda cell: _word(cell, self._refunds)
        return _READERS.get(name, unwrap)


def comparable(word: str) -> str:
    return unwrap(word).replace("，", ",").replace("（", "(").replace("）", ")")


def _word(cell: str, known: dict[str, Any]) -> Any:
    """The text as written (closed orders need it later) and what it means; None for an empty cell."""
    text = comparable(cell)
    if text in NOTHING:
        return None
    if text not in known:
        raise UnknownStateText(text=text, known="、".join(word for word in known if not word.isascii()))
    return text, known[text]
