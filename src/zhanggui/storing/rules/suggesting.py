"""Which bins goods are put into: with their own kind first, then where their turnover belongs."""

from collections.abc import Sequence
from typing import NamedTuple

from zhanggui.storing.states import Turnover

FAST_PIECES = 30
"""Pieces to customers in thirty days, one a day, from which a SKU is fast."""
MIDDLE_PIECES = 4
"""One a week."""
_ENDLESS = 2**31


class BinRoom(NamedTuple):
    """A bin for sale. `has_sku`: the SKU lies in it; `has_other_lot`: another lot of it does."""

    location_id: int
    code: str
    is_picking: bool
    walk_order: int
    capacity: int
    lying: int
    one_lot: bool
    has_sku: bool
    has_other_lot: bool

    @property
    def room(self) -> int:
        return self.capacity - self.lying if self.capacity else _ENDLESS


class Suggestion(NamedTuple):
    location_id: int
    code: str
    quantity: int


def class_of(pieces_in_thirty_days: int) -> Turnover:
    if pieces_in_thirty_days >= FAST_PIECES:
        return Turnover.FAST
    return Turnover.MIDDLE if pieces_in_thirty_days >= MIDDLE_PIECES else Turnover.SLOW


def suggest_bins(quantity: int, turnover: Turnover, bins: Sequence[BinRoom]) -> list[Suggestion]:
    """Bins for these pieces, filled one after the other; what found no room is left out.

    Bins of the same SKU come first, then empty ones. What is fast goes to picking faces at the beginning of the walk,
    what is slow to storage at its end. A bin of one lot takes no second lot; a bin of another SKU is never suggested.
    """
    fits = [one for one in bins if one.room > 0 and not (one.one_lot and one.has_other_lot)]
    fits = [one for one in fits if one.has_sku or not one.lying]
    found: list[Suggestion] = []
    for one in sorted(fits, key=lambda each: _order(each, turnover)):
        if quantity <= 0:
            break
        pieces = min(quantity, one.room)
        found.append(Suggestion(one.location_id, one.code, pieces))
        quantity -= pieces
    return found


def _order(one: BinRoom, turnover: Turnover) -> tuple[bool, bool, int, int]:
    is_fast = turnover == Turnover.FAST
    walk = -one.walk_order if turnover == Turnover.SLOW else one.walk_order
    return not one.has_sku, one.is_picking != is_fast, walk, one.location_id
