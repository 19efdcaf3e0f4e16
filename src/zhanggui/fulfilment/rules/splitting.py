"""How the lines of one parcel are parted, and the sentence when they cannot be."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal

WAYS = {
    "by_hand": _("By hand"),
    "by_weight": _("By weight"),
    "by_volume": _("By volume"),
    "by_units": _("By pieces"),
    "by_stock": _("By what lies in the bins"),
    "by_warehouse": _("By warehouse"),
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


class PiecesElsewhere(Refusal):
    """Some of the pieces asked for are not in parcel {number} any more. Look at it again."""


class OneParcelAlready(Refusal):
    """Parcel {number} cannot be parted this way: it would stay one parcel."""


class LimitTooLow(Refusal):
    """A limit above zero is needed to part a parcel this way."""


class SplitLine(NamedTuple):
    """A line of the parcel, as far as splitting cares. `ready` pieces lie in the bins of its warehouse now; `elsewhere`
    are the pieces that other warehouses could send, in the order of their priority."""

    line_id: int
    order_id: int
    sku: str
    quantity: int
    grams: int = 0
    category: int | None = None
    ready: int = 0
    cm3: int = 0
    elsewhere: tuple[tuple[int, int], ...] = ()
    is_gift: bool = False


Take = Mapping[int, int]
"""Pieces by line."""


class Box(NamedTuple):
    """What one parcel will hold, and the other warehouse that sends it, if any."""

    take: Take
    warehouse_id: int | None = None


def check_take(number: str, lines: Sequence[SplitLine], take: Take) -> None:
    """Raises why these pieces cannot leave: none, all, more than there are, or such as are not there."""
    held = {line.line_id: line for line in lines}
    for line_id, pieces in take.items():
        line = held.get(line_id)
        if line is None:
            raise PiecesElsewhere(number=number)
        if not 0 <= pieces <= line.quantity:
            raise NotThatMany(number=number, there=line.quantity, sku=line.sku, asked=pieces)
    taken = sum(take.values())
    if not taken:
        raise NothingTaken(number=number)
    if taken == sum(line.quantity for line in lines):
        raise AllTaken(number=number)


def boxes_of(
    number: str, lines: Sequence[SplitLine], *, way: str, limit: int = 0, take: Take | None = None
) -> list[Box]:
    """The parcels that would result, the one that stays first. Raises why it cannot be parted so."""
    if way != "by_warehouse":
        return [Box(one) for one in part(number, lines, way=way, limit=limit, take=take)]
    boxes = _by_warehouse(lines)
    if len(boxes) < 2:
        raise OneParcelAlready(number=number)
    return boxes


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


def _with_goods(group_of: Callable[[SplitLine], object]) -> Callable[[Sequence[SplitLine], int], list[Take]]:
    """Grouped, but gifts go where the goods of their order go: no gift is sent for itself."""

    def group(lines: Sequence[SplitLine], limit: int) -> list[Take]:
        goods: dict[int, object] = {}
        for line in lines:
            if not line.is_gift:
                goods.setdefault(line.order_id, group_of(line))
        return _grouped(lambda line: goods.get(line.order_id, group_of(line)) if line.is_gift else group_of(line))(
            lines, limit
        )

    return group


def _by_stock(lines: Sequence[SplitLine], limit: int) -> list[Take]:
    """What lies in the bins goes now, the rest waits; gifts alone wait with it."""
    ready = {line.line_id: min(line.ready, line.quantity) for line in lines if line.ready}
    if all(line.is_gift for line in lines if line.line_id in ready):
        return [_rest(lines, {})]
    rest = _rest(lines, ready)
    return [box for box in (ready, rest) if box]


def _by_warehouse(lines: Sequence[SplitLine]) -> list[Box]:
    """What lies in the bins of its warehouse, or nowhere, stays; the rest goes from where it is, from as few other
    warehouses as may be: whoever has most of what is still missing comes first."""
    missing = {line.line_id: line.quantity - min(line.ready, line.quantity) for line in lines}
    there: dict[int, dict[str, int]] = {}
    for line in lines:
        for warehouse_id, pieces in line.elsewhere:
            here = there.setdefault(warehouse_id, {})
            here[line.sku] = here.get(line.sku, 0) + pieces
    found: list[Box] = []
    while there:
        takes = {pk: _sent_from(free, lines, missing) for pk, free in there.items()}
        best = max(takes, key=lambda pk: sum(takes[pk].values()))
        if not takes[best]:
            break
        found.append(Box(takes[best], best))
        for line_id, pieces in takes[best].items():
            missing[line_id] -= pieces
        del there[best]
    gone = {line.line_id: sum(box.take.get(line.line_id, 0) for box in found) for line in lines}
    stays = _rest(lines, gone)
    return [*([Box(stays)] if stays else []), *found]


def _sent_from(free: Mapping[str, int], lines: Sequence[SplitLine], missing: Mapping[int, int]) -> dict[int, int]:
    """The missing pieces that this warehouse has."""
    left = dict(free)
    take: dict[int, int] = {}
    for line in lines:
        pieces = min(missing[line.line_id], left.get(line.sku, 0))
        if pieces > 0:
            take[line.line_id] = pieces
            left[line.sku] -= pieces
    return take


_PARTED: dict[str, Callable[[Sequence[SplitLine], int], list[Take]]] = {
    "by_weight": _filled(lambda line: line.grams),
    "by_volume": _filled(lambda line: line.cm3),
    "by_units": _filled(lambda line: 1),
    "by_stock": _by_stock,
    "by_category": _with_goods(lambda line: line.category),
    "by_order": _grouped(lambda line: line.order_id),
    "by_line": _with_goods(lambda line: line.line_id),
}


def unmeasured(lines: Sequence[SplitLine], way: str) -> list[str]:
    """SKUs that count as nothing when parted this way, because nobody measured them."""
    measure = {"by_weight": lambda line: line.grams, "by_volume": lambda line: line.cm3}.get(way)
    return list(dict.fromkeys(line.sku for line in lines if not measure(line))) if measure else []
