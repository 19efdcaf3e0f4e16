"""All rows of one order into one canonical order, or the faults of its rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from zhanggui.connectors.files.addresses import split_address
from zhanggui.connectors.files.binding import BoundTable
from zhanggui.connectors.files.cells import NOTHING, unwrap
from zhanggui.connectors.files.grouping import OrderRow
from zhanggui.connectors.files.hidden import cipher_of, day_of_number, is_ciphertext, is_hidden
from zhanggui.connectors.files.layouts.layout import Field, Kind
from zhanggui.connectors.files.layouts.words import CLOSED_WORDS
from zhanggui.connectors.files.lines import Values, build_lines
from zhanggui.connectors.files.merging import merge_rows
from zhanggui.connectors.files.parting import part
from zhanggui.connectors.files.paying import is_cash_on_delivery, paid_for_goods
from zhanggui.connectors.files.rows import MissingValue, PriceNotTold, RowError, RowReader
from zhanggui.connectors.files.silence import untold_by, untold_of
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, PaymentMode, Receiver
from zhanggui.kernel.refusal import Refusal

_MOMENTS = (Field.PLACED_AT, Field.PAID_AT, Field.SHIPPED_AT, Field.FINISHED_AT, Field.MODIFIED_AT)
_PROGRESS = (
    ChannelState.PENDING_PAYMENT,
    ChannelState.ON_HOLD,
    ChannelState.AWAITING_SHIPMENT,
    ChannelState.PARTIALLY_SHIPPED,
    ChannelState.SHIPPED,
    ChannelState.DELIVERED,
    ChannelState.COMPLETED,
)


class OrderRowMissing(Refusal):
    """Row {row}: order {number} is in the item list but not in the order list."""


class LinesMissing(Refusal):
    """Row {row}: which goods order {number} holds is not in this file. Import the item list together with it."""


class LineTwice(Refusal):
    """Row {row}, column “{column}”: line {text} of order {number} is there twice."""


class OrderSpoiled(Refusal):
    """Row {row}: order {number} is not imported, because row {other} of it is wrong."""


class Assembler:
    """Builds orders from rows of these tables."""

    def __init__(self, tables: Sequence[BoundTable]) -> None:
        self._readers = [RowReader(table) for table in tables]
        self._untold = untold_by(tables)
        self._has_order_list = any(table.layout.kind is Kind.ORDERS for table in tables)

    def assemble(self, rows: Sequence[OrderRow]) -> ChannelOrder | list[RowError]:
        """The order; or the faults of its rows, every row of it named."""
        heads = [row for row in rows if self._kind(row) is Kind.ORDERS]
        items = [row for row in rows if self._kind(row) is not Kind.ORDERS]
        if self._has_order_list and not heads:
            return [self._fault(row, None, OrderRowMissing(number=row.number)) for row in rows]
        repeated = heads or items
        order = merge_rows(self._readers[repeated[0].table], repeated)
        errors = order.errors
        placed_at = order.values.get(Field.PLACED_AT) or day_of_number(rows[0].number)
        if placed_at is None and not errors:
            errors.append(self._fault(repeated[0], Field.PLACED_AT, MissingValue()))
        order.values[Field.PLACED_AT] = placed_at
        reader = self._readers[rows[0].table]
        is_priced = order.values.get(Field.FULL_AMOUNT) is not None or self._is_one_kind_paid(items, order.values)
        if reader.bound.layout.between:
            items = part(reader, items, errors)
            order.values[Field.GOODS_AMOUNT] = paid_for_goods(order.values)
            is_priced = order.values[Field.GOODS_AMOUNT] is not None
        values = [self._line_values(row, errors, is_priced=is_priced) for row in items]
        if not items and not errors:
            values = self._sole_line(heads[0], order.values, errors)
        self._check_numbers(items, values, errors)
        if errors:
            return [*errors, *self._spoiled(rows, errors)]
        told = _order(order.values, values, self._raw(rows))
        return replace(told, untold=untold_of(told, self._untold, is_dated=bool(order.values.get(Field.MODIFIED_AT))))

    def _kind(self, row: OrderRow) -> Kind:
        return self._readers[row.table].bound.layout.kind

    def _line_values(self, row: OrderRow, errors: list[RowError], *, is_priced: bool) -> Values:
        reader = self._readers[row.table]
        reading = reader.read_line(row.row, row.cells)
        if self._has_order_list:
            reader.check_width(row.row, row.cells, reading)
        has_price = is_priced or not (reading.values.get(Field.PRICE) is reading.values.get(Field.AMOUNT) is None)
        if reader.bound.layout.is_free:
            reading.values[Field.PRICE] = reading.values[Field.AMOUNT] = Decimal(0)
        elif not reading.errors and not has_price:
            told = next((name for name in (Field.PRICE, Field.AMOUNT) if name in reader.bound.places), None)
            reading.errors.append(self._fault(row, told, MissingValue() if told else PriceNotTold()))
        if Field.PAID in reader.bound.layout.of_rows and not reading.errors:
            reading.values.setdefault(Field.AMOUNT, paid_for_goods(reader.read_order(row.row, row.cells).values))
        errors.extend(reading.errors)
        return reading.values

    def _is_one_kind_paid(self, rows: Sequence[OrderRow], order: Values) -> bool:
        """What the order's goods cost is what its only line costs, of which no column tells more."""
        if len(rows) != 1 or order.get(Field.GOODS_AMOUNT) is None:
            return False
        return {Field.PRICE, Field.AMOUNT}.isdisjoint(self._readers[rows[0].table].bound.places)

    def _sole_line(self, row: OrderRow, order: Values, errors: list[RowError]) -> list[Values]:
        """The one line of an order of one kind of goods, all that an order list tells about goods."""
        pieces = order.get(Field.PIECES, "")
        if order.get(Field.KINDS) != "1" or not pieces.isascii() or not pieces.isdigit() or not int(pieces):
            errors.append(self._fault(row, None, LinesMissing(number=row.number)))
            return []
        return [{Field.QUANTITY: int(pieces), Field.TITLE: order.get(Field.TITLE, "")}]

    def _check_numbers(self, rows: Sequence[OrderRow], lines: Sequence[Values], errors: list[RowError]) -> None:
        seen = set()
        for row, line in zip(rows, lines, strict=False):
            if not (number := line.get(Field.LINE_NUMBER)):
                continue
            if number in seen:
                errors.append(self._fault(row, Field.LINE_NUMBER, LineTwice(text=number, number=row.number)))
            seen.add(number)

    def _spoiled(self, rows: Sequence[OrderRow], errors: Sequence[RowError]) -> list[RowError]:
        """The rows that are right themselves, but of an order that is not."""
        wrong = {(error.table, error.row) for error in errors}
        sound = [row for row in rows if (self._readers[row.table].bound.table.label, row.row) not in wrong]
        return [self._fault(row, None, OrderSpoiled(number=row.number, other=errors[0].row)) for row in sound]

    def _fault(self, row: OrderRow, field: Field | None, refusal: Refusal) -> RowError:
        return self._readers[row.table].fault(row.row, field, refusal)

    def _raw(self, rows: Sequence[OrderRow]) -> bytes:
        """The rows as one text that is the same however the file was encoded, wrapped or sorted."""
        told = []
        for row in rows:
            headers = self._readers[row.table].bound.headers
            pairs = zip(headers, row.cells, strict=False)
            told.append({header: text for header, cell in pairs if header and (text := unwrap(cell))})
        told.sort(key=lambda pairs: orjson.dumps(pairs, option=orjson.OPT_SORT_KEYS))
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def _order(order: dict[Field, Any], rows: Sequence[Values], raw: bytes) -> ChannelOrder:
    paid_at = order.get(Field.PAID_AT)
    moments = [moment for name in _MOMENTS if (moment := order.get(name))]
    state = _state(order, rows, paid_at)
    lines = build_lines(rows, order, state)
    freight = order.get(Field.FREIGHT) or Decimal(0)
    paid = order.get(Field.PAID)
    is_cash = is_cash_on_delivery(order.get(Field.PAYMENT_MODE, ""))
    receiver = _receiver(order)
    return ChannelOrder(
        number=order[Field.NUMBER],
        state=state,
        placed_at=order[Field.PLACED_AT],
        modified_at=max(moments),
        lines=lines,
        receiver=receiver,
        paid_at=paid_at,
        ship_by=order.get(Field.SHIP_BY),
        buyer=order.get(Field.BUYER, ""),
        buyer_message=_words(order.get(Field.BUYER_MESSAGE, "")),
        seller_memo=_memo(order),
        seller_flag=order.get(Field.SELLER_FLAG, 0),
        freight=freight,
        discount=max(Decimal(0), sum((line.price * line.quantity - line.amount for line in lines), Decimal(0))),
        paid=paid if paid is not None else _paid(lines, freight, paid_at),
        cash_on_delivery=is_cash,
        payment_mode=PaymentMode.COD if is_cash else PaymentMode.PAID,
        address_change_asked=_is_address_changed(order, receiver),
        item_change_asked=bool(_words(order.get(Field.CHANGED_GOODS, ""))),
        raw=raw,
    )


def _paid(lines: Sequence[ChannelLine], freight: Decimal, paid_at: datetime | None) -> Decimal:
    return sum((line.amount for line in lines), freight) if paid_at else Decimal(0)


def _state(order: Values, rows: Sequence[Values], paid_at: datetime | None) -> ChannelState:
    """As told; one that would be sent, but which the platform still examines, must not be."""
    state = _state_told(order, rows, paid_at)
    is_examined = state is ChannelState.AWAITING_SHIPMENT and order.get(Field.IS_EXAMINED)
    return ChannelState.ON_HOLD if is_examined else state


def _state_told(order: Values, rows: Sequence[Values], paid_at: datetime | None) -> ChannelState:
    """As written; else from its lines; else paid or not. A closed order that was paid was given back."""
    written = order.get(Field.STATE)
    of_lines = [word for row in rows if (word := row.get(Field.LINE_STATE))]
    if written:
        text, state = written
        return ChannelState.CLOSED_REFUNDED if text in CLOSED_WORDS and paid_at else state
    if not of_lines:
        return ChannelState.AWAITING_SHIPMENT if paid_at else ChannelState.PENDING_PAYMENT
    running = {state for _, state in of_lines} & set(_PROGRESS)
    if not running:
        return ChannelState.CLOSED_REFUNDED if paid_at else ChannelState.CANCELLED
    if ChannelState.AWAITING_SHIPMENT in running and ChannelState.SHIPPED in running:
        return ChannelState.PARTIALLY_SHIPPED
    return min(running, key=_PROGRESS.index)


def _receiver(order: Values) -> Receiver:
    address = _words(order.get(Field.RECEIVER_ADDRESS, ""))
    given = {
        part: order.get(Field(f"receiver_{part}"), "") for part in ("state", "city", "district", "town", "postcode")
    }
    parts = split_address(address)
    told_apart = not given["state"]
    name, mobile = order.get(Field.RECEIVER_NAME, ""), order.get(Field.RECEIVER_MOBILE, "")
    hidden = [text for text in (name, mobile) if is_ciphertext(text)]
    return Receiver(
        name="" if name in hidden else name,
        mobile="" if mobile in hidden else mobile,
        cipher=cipher_of(hidden),
        phone=order.get(Field.RECEIVER_PHONE, ""),
        state=given["state"] or parts.state,
        city=given["city"] or (parts.city if told_apart else ""),
        district=given["district"] or (parts.district if told_apart else ""),
        town=given["town"] or (parts.town if told_apart else ""),
        address=parts.address if told_apart else address,
        postcode=given["postcode"] or (parts.postcode if told_apart else ""),
        email=order.get(Field.RECEIVER_EMAIL, ""),
    )


def _is_address_changed(order: Values, receiver: Receiver) -> bool:
    """The file writes the new address down, or says that there is one where it hides the words that would show it."""
    written = _words(order.get(Field.CHANGED_ADDRESS, ""))
    return bool(written or (order.get(Field.IS_ADDRESS_CHANGED) and is_hidden(receiver)))


def _memo(order: Values) -> str:
    notes = [_words(order.get(name, "")) for name in (Field.SELLER_MEMO, Field.SELLER_NOTE)]
    return "\n".join(dict.fromkeys(note for note in notes if note))


def _words(text: str) -> str:
    return "" if text in NOTHING else text
