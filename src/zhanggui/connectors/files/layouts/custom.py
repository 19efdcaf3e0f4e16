"""A layout made by a clerk: which of their headers holds which field of ours."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.refusal import Refusal

_S = TypeVar("_S", bound=StrEnum)
_STATES_KEY = "states"
_REFUNDS_KEY = "refunds"
_ALWAYS = frozenset({Field.NUMBER, Field.PLACED_AT})
_CODES = frozenset({Field.SKU_CODE, Field.ITEM_CODE, Field.LISTING})
_PRICES = frozenset({Field.PRICE, Field.AMOUNT, Field.GOODS_AMOUNT, Field.FULL_AMOUNT})
_COUNTS = frozenset({Field.KINDS, Field.PIECES})
ZERO = "=0"
"""In place of a heading for the price: the goods cost nothing."""


class UnknownField(Refusal):
    """The mapping names “{field}”, which is none of our fields. Our fields: {fields}."""


class BadMapping(Refusal):
    """The mapping cannot be read: {reason}. It must be JSON like {example}."""


class MappingIncomplete(Refusal):
    """The mapping does not say where to find: {fields}."""


class GoodsNotMapped(Refusal):
    """The mapping names no goods. Map a merchant code, an item code, a listing id or the name of the goods."""


class PriceNotMapped(Refusal):
    """The mapping names no price. Map the price, the amount of the line or the goods amount of the order; or say that
    the goods cost 0."""


class QuantityNotMapped(Refusal):
    """The mapping names no quantity. Map it; or hand in the item list too, or map the kinds of goods and all pieces."""


def layout_of(mapping: Mapping[str, Any] | str) -> Layout:
    """A layout of `{our field: their header}`; the keys `states` and `refunds` may hold `{their word: our state}`.

    Goods that have a name and neither code nor specification are known by that name, as by a listing.
    """
    entries = dict(_parsed(mapping) if isinstance(mapping, str) else mapping)
    states = _words(entries.pop(_STATES_KEY, {}), ChannelState)
    refunds = _words(entries.pop(_REFUNDS_KEY, {}), RefundState)
    is_free = str(entries.get(Field.PRICE, "")).strip() == ZERO
    if is_free:
        del entries[Field.PRICE]
    fields = {_field(name): (str(header),) for name, header in entries.items() if str(header).strip()}
    if absent := _ALWAYS - fields.keys():
        raise MappingIncomplete(fields=", ".join(sorted(absent)))
    kind = Kind.LINES if Field.QUANTITY in fields else Kind.ORDERS
    if kind is Kind.LINES:
        if _PRICES.isdisjoint(fields) and not is_free:
            raise PriceNotMapped
        if _CODES.isdisjoint(fields) and Field.TITLE in fields and Field.SPEC not in fields:
            fields[Field.LISTING] = fields[Field.TITLE]
    headers = tuple(header for (header,) in fields.values())
    return Layout(
        "custom", "自定义", kind, headers, fields, frozenset(fields), states, refunds, is_free=is_free,
    )  # fmt: skip


def check_sense(layout: Layout, *, has_items: bool) -> None:
    """New orders of such files have goods and quantities: an order list alone must itself say how many pieces of its
    one kind of goods there are."""
    if layout.kind is Kind.LINES and (_CODES | {Field.TITLE}).isdisjoint(layout.fields):
        raise GoodsNotMapped
    if layout.kind is Kind.ORDERS and not has_items and not layout.fields.keys() >= _COUNTS:
        raise QuantityNotMapped


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        entries = json.loads(text)
    except ValueError as broken:
        raise _bad(str(broken)) from broken
    if not isinstance(entries, dict):
        raise _bad("it is not an object")
    return entries


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise UnknownField(field=name, fields=", ".join(Field)) from None


def _words(words: Any, states: type[_S]) -> dict[str, _S]:
    try:
        return {str(word): states(state) for word, state in dict(words).items()}
    except (TypeError, ValueError) as unknown:
        raise _bad(str(unknown)) from unknown


def _bad(reason: str) -> BadMapping:
    return BadMapping(reason=reason, example='{"number": "订单号"}')
