"""How the lines of one parcel are parted, and the sentence when they cannot be."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal

WAYS = {
    "by_hand": _("By hand"),
    "by_weight": _("By weight"),
    "by_units": _("By pieces"),
    "by_stock": _("By what lies in the bins"),
    "by_category": _("By category"),
    "by_order": _("By order"),
    "by_line": _("Every line alone"),
}
"""Ways to part a parcel, as the dialog offers them."""


class NotToSplit(Refusal):
    """Parcel {number} is {state}; only a parcel without paper can be split."""


class NothingTaken(Refusal):
    """Nothing is taken out of parcel {number}. Say which pieces go by themselves."""


class AllTaken(Refusal):
    """Everything is taken out of parcel {number}. Leave at least one piece."""


class NotThatMany(Refusal):
    """Parcel {number} holds {there} pieces of {sku}, not {asked}."""


class OneParcelAlready(Refusal):
    """Parcel {number} cannot be parted this way: it would stay one parcel."""


class LimitTooLow(Refusal):
    """A limit above zero is needed to part a parcel this way."""


class SplitLine(NamedTuple):
    """A line of the parcel, as far as splitting cares. `ready` pieces lie in the bins of its warehouse now."""

    line_id: int
    order_id: int
    sku: str
    quantity: int
    grams: int = 0
    category: int | None = None
    ready: int = 0


Take = Mapping[int, int]
"""Pieces by line."""


def check_take(number: str, lines: Sequence[SplitLine], take: Take) -> None:
    """Raises why these pieces cannot leave: none, all, or more than there are."""
    held = {line.line_id: line for line in lines}
    for line_id, pieces in take.items():
        line = held.get(line_id)
        if line is None or not 0 <= pieces <= line.quantity:
            there, sku = (line.quantity, line.sku) if line else (0, "?")
            raise NotThatMany(number=number, there=there, sku=sku, asked=pieces)
    taken = sum(take.values())
    if not taken:
        raise NothingTaken(number=number)
    if taken == sum(line.quantity for line in lines):
        raise AllTaken(number=number)


def part(number: str, lines: Sequence[SplitLine], *, way: str, limit: int = 0, take: Take | None = None) -> list[Take]:
    """The pieces of each parcel that would result, the one that stays first. Raises why it cannot be parted so."""
    if way == "by_hand":
        check_take(number, lines, take or {})
        return [_rest(lines, take or {}), {key: pieces for key, pieces in (take or {}).items() if pieces}]
    boxes = _PARTED[way](lines, limit)
    if len(boxes) < 2:
        raise OneParcelAlready(number=number)
    return boxes


def _rest(lines: Sequence[SplitLine], take: Take) -> Take:
    left = {line.line_id: line.quantity - take.get(line.line_id, 0) for line in lines}
    return {key: pieces for key, pieces in left.items() if pieces}


def _filled(weight_of: Callable[[SplitLine], int]) -> Callable[[Sequence[SplitLine], int], list[Take]]:
    """Piece after piece, the heaviest first, into the first parcel with room; one that fits nowhere goes alone."""

    def fill(lines: Sequence[SplitLine], limit: int) -> list[Take]:
        if limit <= 0:
            raise LimitTooLow
        boxes: list[dict[int, int]] = []
        room: list[int] = []
        for line in sorted(lines, key=lambda line: (-weight_of(line), line.line_id)):
            each, left = weight_of(line), line.quantity
            for place in range(len(boxes)):
                fit = min(left, room[place] // each) if each else left
                if fit > 0:
                    boxes[place][line.line_id] = boxes[place].get(line.line_id, 0) + fit
                    room[place] -= fit * each
                    left -= fit
            while left:
                fit = min(left, max(1, limit // each)) if each else left
                boxes.append({line.line_id: fit})
                room.append(max(0, limit - fit * each))
                left -= fit
        return list(boxes)

    return fill


def _grouped(group_of: Callable[[SplitLine], object]) -> Callable[[Sequence[SplitLine], int], list[Take]]:
    def group(lines: Sequence[SplitLine], limit: int) -> list[Take]:
        boxes: dict[object, dict[int, int]] = {}
        for line in lines:
            boxes.setdefault(group_of(line), {})[line.line_id] = line.quantity
        return list(boxes.values())

    return group


def _by_stock(lines: Sequence[SplitLine], limit: int) -> list[Take]:
    """What lies in the bins goes now, the rest waits."""
    ready = {line.line_id: min(line.ready, line.quantity) for line in lines if line.ready}
    rest = _rest(lines, ready)
    return [box for box in (ready, rest) if box]


_PARTED: dict[str, Callable[[Sequence[SplitLine], int], list[Take]]] = {
    "by_weight": _filled(lambda line: line.grams),
    "by_units": _filled(lambda line: 1),
    "by_stock": _by_stock,
    "by_category": _grouped(lambda line: line.category),
    "by_order": _grouped(lambda line: line.order_id),
    "by_line": _grouped(lambda line: line.line_id),
}
