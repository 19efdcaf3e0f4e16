"""What goods in a parcel are worth: an order's money shared out to lines, a line's to its pieces, exact to the cent.

Every share is cut off the whole order, not off the parcel: so parcels of one order add up to it however it was parted,
and a merge of several orders is worth what they are worth.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from zhanggui.kernel.money import CENT, share


class LineMoney(NamedTuple):
    """An order line: what is asked for it before shares of the order, how many pieces, and whether it still counts."""

    line_id: int
    amount: Decimal
    pieces: int


class Worth(NamedTuple):
    """Money of goods: after all discounts, and the part of freight, discount or subsidy that falls on them."""

    amount: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)

    def __add__(self, other: object) -> "Worth":
        if not isinstance(other, Worth):
            return NotImplemented
        return Worth(self.amount + other.amount, self.freight + other.freight, self.discount + other.discount)


def line_worths(lines: Sequence[LineMoney], *, freight: Decimal, discount: Decimal) -> dict[int, Worth]:
    """The shares of each line, by what is asked for it. They sum exactly to the order."""
    if not lines:
        return {}
    weights = [line.amount for line in lines]
    shares = zip(lines, share(freight, weights), share(discount, weights), strict=True)
    return {line.line_id: Worth(line.amount, own_freight, own_discount) for line, own_freight, own_discount in shares}


def piece_worths(worth: Worth, pieces: Sequence[int]) -> list[Worth]:
    """The shares of a line's worth for so many pieces each, in the order given. They sum exactly to the line."""
    weights = [Decimal(count) for count in pieces]
    parts = zip(*(share(money, weights, unit=CENT) for money in worth), strict=True)
    return [Worth(*part) for part in parts]


def parcel_worths(
    lines: Mapping[int, LineMoney], worths: Mapping[int, Worth], held: Sequence[tuple[int, int, int]]
) -> dict[int, Worth]:
    """The worth of each parcel from what it holds: (parcel line, order line, pieces), oldest first.

    Each order line's pieces are numbered through, in the order of its parcel lines; pieces no parcel holds come last.
    """
    found: dict[int, Worth] = {}
    by_line: dict[int, list[tuple[int, int]]] = {}
    for parcel_line_id, line_id, pieces in sorted(held):
        by_line.setdefault(line_id, []).append((parcel_line_id, pieces))
    for line_id, parts in by_line.items():
        counts = [pieces for _, pieces in parts]
        *_, total = accumulate(counts)
        rest = max(0, lines[line_id].pieces - total)
        shares = piece_worths(worths[line_id], [*counts, rest])
        found |= {parcel_line_id: part for (parcel_line_id, _), part in zip(parts, shares, strict=False)}
    return found
