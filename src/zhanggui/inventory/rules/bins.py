"""Which bins a picker empties: what expires first; then picking faces before storage, oldest lot, along the walk."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from zhanggui.kernel.refusal import Refusal

_KEEPS = 2**31


class PickWant(NamedTuple):
    """So many pieces are to be fetched in a warehouse; `key` is the caller's own name for it."""

    key: Any
    warehouse_id: int
    sku_id: int
    quantity: int
    least_days: int = 0
    """Days of life the shop wants left."""


class PickPlan(NamedTuple):
    """So many of them come from this bin."""

    key: Any
    location_id: int
    lot: str
    quantity: int


class Bin(NamedTuple):
    """What lies free in one place, in one lot. `is_storage` places are asked after the picking faces."""

    balance_id: int
    warehouse_id: int
    location_id: int
    sku_id: int
    lot: str
    free: int
    is_storage: bool
    walk_order: int
    days_left: int | None = None
    """Days of life of the lot; none: it keeps, or nobody knows."""


class BinsShort(Refusal):
    """The bins hold too little of {sku}: {wanted} to fetch, {there} free. Count these bins."""


class Choice(NamedTuple):
    """`taken` is by balance; `shorts` names the wants no bins could cover, with what they found."""

    plans: list[PickPlan]
    taken: dict[int, int]
    shorts: list[tuple[PickWant, int]]


def choose_bins(wants: Sequence[PickWant], bins: Sequence[Bin]) -> Choice:
    """Bins for each want in the order given; several bins may fill one want, a want that is short takes nothing."""
    shelves: dict[tuple[int, int], list[Bin]] = defaultdict(list)
    for place in sorted(bins, key=_first_to_empty):
        shelves[place.warehouse_id, place.sku_id].append(place)
    left = {place.balance_id: place.free for place in bins}
    plans: list[PickPlan] = []
    taken: dict[int, int] = defaultdict(int)
    shorts: list[tuple[PickWant, int]] = []
    for want in wants:
        shelf = shelves.get((want.warehouse_id, want.sku_id), [])
        found, missing = _fill(want, shelf, left)
        if missing:
            shorts.append((want, want.quantity - missing))
            continue
        for place, pieces in found:
            left[place.balance_id] -= pieces
            taken[place.balance_id] += pieces
            plans.append(PickPlan(want.key, place.location_id, place.lot, pieces))
    return Choice(plans, taken, shorts)


def _fill(want: PickWant, shelf: list[Bin], left: dict[int, int]) -> tuple[list[tuple[Bin, int]], int]:
    """The pieces each bin of the shelf gives, and how many are missing. Empty bins in front are forgotten."""
    wanted = want.quantity
    while shelf and left[shelf[0].balance_id] <= 0:
        shelf.pop(0)
    found: list[tuple[Bin, int]] = []
    for place in shelf:
        if not wanted:
            break
        if place.days_left is not None and place.days_left < want.least_days:
            continue
        pieces = min(wanted, left[place.balance_id])
        if pieces > 0:
            found.append((place, pieces))
            wanted -= pieces
    return found, wanted


def _first_to_empty(place: Bin) -> tuple[int, bool, str, int, int]:
    days = _KEEPS if place.days_left is None else place.days_left
    return days, place.is_storage, place.lot, place.walk_order, place.location_id
