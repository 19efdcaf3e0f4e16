"""The lines of an order: numbered, priced and with their state."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.kernel.doors.channel import ChannelLine, ChannelState, RefundState
from zhanggui.kernel.money import CENT, share

Values = Mapping[Field, Any]
_DISCOUNTS = (Field.DISCOUNT_SELLER, Field.DISCOUNT_PLATFORM, Field.DISCOUNT_PAYMENT)
_ORDER_PART = 48
"""So much of the order's number fits into the number of its line."""
_REFUND_RUNS = frozenset(
    {ChannelState.ON_HOLD, ChannelState.AWAITING_SHIPMENT, ChannelState.PARTIALLY_SHIPPED, ChannelState.SHIPPED}
)

_CLOSED = frozenset({ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED})


def build_lines(rows: Sequence[Values], order: Values, state: ChannelState) -> tuple[ChannelLine, ...]:
    """A line per row. A line without a number gets one that no order of the rows changes, see `line_numbers`."""
    amounts = _amounts(rows, order)
    invented = line_numbers(order[Field.NUMBER], rows)
    return tuple(
        ChannelLine(
            number=row.get(Field.LINE_NUMBER) or invented[place],
            sku_code=row.get(Field.SKU_CODE) or row.get(Field.ITEM_CODE) or "",
            title=row.get(Field.TITLE, ""),
            spec=row.get(Field.SPEC, ""),
            quantity=row[Field.QUANTITY],
            price=price_of(row, amounts[place], order.get(Field.FULL_AMOUNT) if len(rows) == 1 else None),
            amount=amounts[place],
            refund=_refund(row, order, state),
            listing=row.get(Field.LISTING, ""),
            state=_line_state(row, state),
        )
        for place, row in enumerate(rows)
    )


def line_numbers(order_number: str, rows: Sequence[Values]) -> list[str]:
    """A number per row, by what the row sells: the same rows in another order get the same numbers.

    The only line of an order has the order's own number, as platforms do it. Rows that sell the same are told apart by
    how many and for how much.
    """
    if len(rows) == 1:
        return [order_number]
    numbers = [""] * len(rows)
    seen: Counter[str] = Counter()
    for place in sorted(range(len(rows)), key=lambda place: _terms(rows[place])):
        mark = _mark(rows[place])
        seen[mark] += 1
        numbers[place] = f"{order_number[:_ORDER_PART]}-{mark}-{seen[mark]}"
    return numbers


def _mark(row: Values) -> str:
    """Eight letters for what the row sells: merchant code and spec, or else its title."""
    code = row.get(Field.SKU_CODE) or row.get(Field.ITEM_CODE) or row.get(Field.TITLE, "")
    return hashlib.blake2b(f"{code}\0{row.get(Field.SPEC, '')}".encode(), digest_size=4).hexdigest()


def _terms(row: Values) -> tuple[int, Decimal, Decimal]:
    return row[Field.QUANTITY], row.get(Field.PRICE) or Decimal(0), row.get(Field.AMOUNT) or Decimal(0)


def price_of(row: Values, amount: Decimal, full: Decimal | None = None) -> Decimal:
    """As written, or what a piece costs of the whole: before discounts where that is told."""
    price = row.get(Field.PRICE)
    if price is None and full is not None:
        return (full / row[Field.QUANTITY]).quantize(CENT, ROUND_HALF_UP)
    return price if price is not None else (amount / row[Field.QUANTITY]).quantize(CENT, ROUND_HALF_UP)


def goods_amount(order: Values) -> Decimal | None:
    """What the buyer pays for the goods: as written, or the full price less every discount."""
    full = order.get(Field.FULL_AMOUNT)
    if full is None:
        return order.get(Field.GOODS_AMOUNT)
    return max(Decimal(0), full - _discounts(order))


def _discounts(order: Values) -> Decimal:
    return sum((order.get(name) or Decimal(0) for name in _DISCOUNTS), Decimal(0))


def _amounts(rows: Sequence[Values], order: Values) -> list[Decimal]:
    """What is paid for each line: as written, else its share of the order's goods by what the lines cost, or how
    many they are where no price is told; else price times quantity, less the discounts of the order."""
    written = [row.get(Field.AMOUNT) for row in rows]
    if all(amount is not None for amount in written):
        return [amount for amount in written if amount is not None]
    full = [(row.get(Field.PRICE) or Decimal(0)) * row[Field.QUANTITY] for row in rows]
    goods = goods_amount(order)
    if goods is None and any(order.get(name) for name in _DISCOUNTS):
        goods = max(Decimal(0), sum(full, Decimal(0)) - _discounts(order))
    if goods is not None and not any(amount is not None for amount in written):
        settled = sorted(range(len(rows)), key=lambda place: (_mark(rows[place]), _terms(rows[place])))
        weights = full if any(full) else [Decimal(row[Field.QUANTITY]) for row in rows]
        parts = dict(zip(settled, share(goods, [weights[place] for place in settled]), strict=True))
        return [parts[place] for place in range(len(rows))]
    return [price if amount is None else amount for amount, price in zip(written, full, strict=True)]


def _refund(row: Values, order: Values, state: ChannelState) -> RefundState:
    """As written on the line; else money back on an order that still runs stops every line of it."""
    if written := row.get(Field.REFUND_STATE):
        return written[1]
    if state is ChannelState.CLOSED_REFUNDED:
        return RefundState.SUCCEEDED
    if order.get(Field.REFUND_AMOUNT) and state in _REFUND_RUNS:
        return RefundState.REQUESTED
    return RefundState.NONE


def _line_state(row: Values, state: ChannelState) -> ChannelState:
    """A closed line of an order that goes on was paid and given back."""
    written = row.get(Field.LINE_STATE)
    if not written or state in _CLOSED:
        return state
    return ChannelState.CLOSED_REFUNDED if written[1] in _CLOSED else written[1]
