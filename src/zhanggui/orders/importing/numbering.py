"""Lines whose source has no numbers for them: known again by what they sell, for how much and how many."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, count
from typing import Any

from zhanggui.kernel.doors.channel import ChannelLine, RefundState
from zhanggui.orders.importing.incoming import CLOSED, LINE_CONTENT
from zhanggui.orders.importing.known import CONTENT_FROM

_AT = {name: place for place, name in enumerate(LINE_CONTENT)}


@dataclass(frozen=True, slots=True)
class _Goods:
    """What a line sells."""

    code: str
    listing: str
    spec: str
    title: str
    quantity: int
    price: Decimal
    is_cancelled: bool


_ALIKE: tuple[Callable[[_Goods], tuple[Hashable, ...]], ...] = (
    lambda one: (one.code, one.listing, one.spec, one.quantity, one.price, one.is_cancelled),
    lambda one: (one.code, one.listing, one.spec, one.quantity, one.price),
    lambda one: (one.code, one.listing, one.spec),
    lambda one: (one.code, one.quantity, one.price, one.is_cancelled) if one.code else (),
    lambda one: (one.code, one.quantity, one.price) if one.code else (),
    lambda one: (one.code, one.spec) if one.code else (),
    lambda one: (one.code,) if one.code else (),
    lambda one: (one.listing, one.spec, one.quantity, one.price) if one.listing else (),
    lambda one: (one.listing, one.spec) if one.listing else (),
    lambda one: (one.title, one.spec, one.quantity, one.price) if one.title else (),
    lambda one: (one.title, one.spec) if one.title else (),
)
"""Ways in which two lines may be the same one, the surest first; nothing: this says nothing of the line."""


def numbered(lines: Sequence[ChannelLine], known: Mapping[str, tuple[Any, ...]]) -> tuple[ChannelLine, ...]:
    """The lines with the numbers of the known lines they are, each known line once.

    What is like no known line keeps the number its source made up for it, as long as no other line has it.
    """
    arriving = {place: _arriving(line) for place, line in enumerate(lines)}
    left = {number: _known(line[CONTENT_FROM:]) for number, line in known.items()}
    left = dict(sorted(left.items(), key=lambda pair: (pair[1].is_cancelled, pair[0])))
    numbers: dict[int, str] = {}
    for likeness in _ALIKE:
        _pair(arriving, left, likeness, numbers)
    if len(lines) == len(arriving) == 1 and not (lines[0].sku_code or lines[0].listing):
        living = [number for number, one in left.items() if not one.is_cancelled]
        numbers |= {0: living[0]} if len(living) == 1 else {}
    taken = set(numbers.values())
    for place, line in enumerate(lines):
        if place not in numbers:
            numbers[place] = _free(line.number, taken)
            taken.add(numbers[place])
    return tuple(replace(line, number=numbers[place]) for place, line in enumerate(lines))


def _pair(
    arriving: dict[int, _Goods],
    left: dict[str, _Goods],
    likeness: Callable[[_Goods], tuple[Hashable, ...]],
    numbers: dict[int, str],
) -> None:
    """Those that are alike in this way leave both sides, in the order in which they stand there."""
    offers: dict[tuple[Hashable, ...], list[str]] = defaultdict(list)
    for number, one in left.items():
        offers[likeness(one)].append(number)
    for place, one in list(arriving.items()):
        if (alike := likeness(one)) and offers[alike]:
            numbers[place] = offers[alike].pop(0)
            del arriving[place], left[numbers[place]]


def _free(number: str, taken: set[str]) -> str:
    return next(one for one in chain([number], (f"{number}-{more}" for more in count(2))) if one not in taken)


def _arriving(line: ChannelLine) -> _Goods:
    is_cancelled = line.state in CLOSED or line.refund == RefundState.SUCCEEDED
    spec, title = line.spec[:200], line.title[:200]
    return _Goods(line.sku_code, line.listing, spec, title, line.quantity, line.price, is_cancelled)


def _known(row: tuple[Any, ...]) -> _Goods:
    code, listing, spec, title, price, is_cancelled = (
        row[_AT[name]] for name in ("sku_code", "listing", "spec", "title", "price", "is_cancelled")
    )
    return _Goods(row[_AT["wanted_code"]] or code, listing, spec, title, wanted_of(row), price, is_cancelled)


def wanted_of(row: tuple[Any, ...]) -> int:
    """Pieces that the platform wants of a known line, also where they still wait."""
    return int(row[_AT["wanted"]] or row[_AT["ordered"]])
