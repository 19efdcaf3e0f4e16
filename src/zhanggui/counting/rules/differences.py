"""What a count means: the difference to the book, and whether it is large enough to be counted again."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from zhanggui.counting.rules.numbers import Limits
from zhanggui.counting.states import BinState


class Found(NamedTuple):
    """One SKU and lot of a bin: what the book said at the moment of counting, what was counted, what a piece costs."""

    book: int
    counted: int
    unit_cost: Decimal = Decimal(0)

    @property
    def difference(self) -> int:
        return self.counted - self.book


def is_large(found: Found, limits: Limits) -> bool:
    """More than one of the limits that are switched on. What the book does not know at all is a whole difference."""
    off = abs(found.difference)
    if not off:
        return False
    return bool(
        (limits.pieces and off > limits.pieces)
        or (limits.value and off * found.unit_cost > limits.value)
        or (limits.percent and off * 100 > limits.percent * max(found.book, 0))
    )


def next_state(lines: Iterable[Found], *, is_again: bool, limits: Limits) -> BinState:
    """Where a bin goes after a count. Whoever counts again has the last word, so that nobody counts for ever."""
    lines = list(lines)
    if not any(line.difference for line in lines):
        return BinState.AGREED
    if not is_again and any(is_large(line, limits) for line in lines):
        return BinState.RECOUNT
    return BinState.DIFFERS
