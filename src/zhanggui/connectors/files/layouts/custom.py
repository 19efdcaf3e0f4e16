"""A layout made by a clerk: which of their headers holds which field of ours."""

import json
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.kernel.refusal import Refusal

_STATES_KEY = "states"
_ORDERS_REQUIRED = frozenset({Field.NUMBER, Field.PLACED_AT})
_LINES_REQUIRED = _ORDERS_REQUIRED | {Field.QUANTITY, Field.PRICE}


class UnknownField(Refusal):
    """The mapping names “{field}”, which is none of our fields. Our fields: {fields}."""


class BadMapping(Refusal):
    """The mapping cannot be read: {reason}. It must be JSON like {example}."""


class MappingIncomplete(Refusal):
    """The mapping does not say where to find: {fields}."""


def layout_of(mapping: Mapping[str, Any] | str) -> Layout:
    """A layout of `{our field: their header}`; the key `states` may hold `{their word: our state}`."""
    entries = dict(_parsed(mapping) if isinstance(mapping, str) else mapping)
    states = _states(entries.pop(_STATES_KEY, {}))
    fields = {_field(name): (str(header),) for name, header in entries.items() if str(header).strip()}
    kind = Kind.LINES if Field.QUANTITY in fields else Kind.ORDERS
    required = _LINES_REQUIRED if kind is Kind.LINES else _ORDERS_REQUIRED
    if absent := required - fields.keys():
        raise MappingIncomplete(fields=", ".join(sorted(absent)))
    headers = tuple(header for (header,) in fields.values())
    return Layout("custom", "自定义", kind, headers, fields, frozenset(fields), states)


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


def _states(words: Any) -> dict[str, ChannelState]:
    try:
        return {str(word): ChannelState(state) for word, state in dict(words).items()}
    except (TypeError, ValueError) as unknown:
        raise _bad(str(unknown)) from unknown


def _bad(reason: str) -> BadMapping:
    return BadMapping(reason=reason, example='{"number": "订单号"}')
