"""Lines of ours beside the channel's: how they are numbered and priced. Pure."""

from collections.abc import Collection, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

from zhanggui.kernel.money import CENT

LOOSE = "gift"
"""What lines of ours are numbered by that serve no line in particular."""

LONGEST_NUMBER = 72


def own_numbers(source: str, taken: Collection[str]) -> Iterator[str]:
    """Readable numbers for lines that serve the line `source` (empty: the order), none of them taken."""
    stem = source or LOOSE
    for place in count(1):
        tail = f"#{place}"
        number = f"{stem[: LONGEST_NUMBER - len(tail)]}{tail}"
        if number not in taken:
            yield number


def unit_price(amount: Decimal, quantity: int) -> Decimal:
    """What one piece comes to, for reading; the amount is what counts."""
    return (amount / quantity).quantize(CENT, rounding=ROUND_HALF_UP)


def begun(ordered: int, own: Iterable[tuple[int, int, int]]) -> tuple[int, int]:
    """How much of a replaced line of so many pieces is claimed and shipped, from (ordered, claimed, shipped) of ours.

    A piece has left as soon as anything sent for it has; one more is claimed while anything is under way.
    """
    rows = list(own)
    shipped = max((-(-gone * ordered // wanted) for wanted, _, gone in rows), default=0)
    return shipped + any(claimed > gone for _, claimed, gone in rows), shipped
