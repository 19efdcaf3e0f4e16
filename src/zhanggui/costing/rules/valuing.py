"""What moves are worth, by moving average or first in, first out. Exact: every cent that came in is there or has left.

A value is always whole cents. Of several pieces the remainder goes to the last one: who takes all takes all value.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from zhanggui.costing.states import LineKind, Method
from zhanggui.kernel.money import CENT
from zhanggui.kernel.refusal import Refusal

FINE = Decimal("0.0001")
_NOTHING = Decimal(0)


class OutBeforeIn(Refusal):
    """{quantity} left and {there} were there: what came in before is not on record yet."""


@dataclass(slots=True)
class Pile:
    """A layer as it is now. `id` of None: it was opened by `move_id` in this very turn."""

    quantity: int
    value: Decimal
    id: int | None = None
    move_id: int | None = None


@dataclass(slots=True)
class Worth:
    """What there is of a SKU, changed by `value_move`. `piles` are its layers, oldest first."""

    quantity: int = 0
    value: Decimal = _NOTHING
    last_cost: Decimal = _NOTHING
    piles: list[Pile] = field(default_factory=list)


class Crossing(NamedTuple):
    """A move across our border. `quantity` is above zero in, below zero out.

    `cost` is what came in was worth, in all; of None it is worth what pieces of the SKU are worth now. `billed` is what
    the supplier takes back goods for, in all.
    """

    move_id: int
    kind: LineKind
    quantity: int
    cost: Decimal | None = None
    billed: Decimal | None = None
    book_cost: Decimal = _NOTHING


class Change(NamedTuple):
    """One line to be: what changed and what is there afterwards. `pile` is the layer it changed."""

    quantity: int
    value: Decimal
    beside: Decimal
    quantity_after: int
    value_after: Decimal
    pile: Pile | None = None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def unit_cost(quantity: int, value: Decimal) -> Decimal:
    """Of one piece, to a hundredth of a cent; for people to read, nothing is counted with it."""
    return (value / quantity).quantize(FINE, rounding=ROUND_HALF_UP) if quantity else _NOTHING


def part_of(value: Decimal, *, pieces: int, of: int) -> Decimal:
    """The value of some of the pieces; of all of them, all of it."""
    return value if pieces == of else cents(value * pieces / of)


def value_move(worth: Worth, move: Crossing, *, method: str) -> list[Change]:
    """`worth` is what it is after the move; answers how it came there, one change per layer.

    Raises OutBeforeIn, and `worth` is as before.
    """
    if move.quantity > 0:
        return [_come_in(worth, move, method=method)]
    if -move.quantity > worth.quantity:
        raise OutBeforeIn(quantity=-move.quantity, there=worth.quantity)
    return _go_out(worth, move, method=method)


def _come_in(worth: Worth, move: Crossing, *, method: str) -> Change:
    value = move.cost if move.cost is not None else _present_cost(worth, move)
    pile = None
    if method == Method.FIFO:
        pile = Pile(move.quantity, value, move_id=move.move_id)
        worth.piles.append(pile)
    return _changed(worth, move.quantity, value, pile=pile)


def _present_cost(worth: Worth, move: Crossing) -> Decimal:
    if worth.quantity:
        return cents(worth.value * move.quantity / worth.quantity)
    return cents((worth.last_cost or move.book_cost) * move.quantity)


def _go_out(worth: Worth, move: Crossing, *, method: str) -> list[Change]:
    pieces = -move.quantity
    if method == Method.FIFO:
        taken = _take_piles(worth, pieces)
    else:
        taken = [(None, pieces, part_of(worth.value, pieces=pieces, of=worth.quantity))]
    gap = _NOTHING
    if move.billed is not None:
        gap = sum((value for _, _, value in taken), _NOTHING) - move.billed
    changes = [
        _changed(worth, -count, -value, pile=pile, beside=gap if number == 0 else _NOTHING)
        for number, (pile, count, value) in enumerate(taken)
    ]
    worth.piles = [pile for pile in worth.piles if pile.quantity]
    return changes


def _take_piles(worth: Worth, pieces: int) -> list[tuple[Pile | None, int, Decimal]]:
    taken: list[tuple[Pile | None, int, Decimal]] = []
    for pile in worth.piles:
        if not pieces:
            break
        count = min(pieces, pile.quantity)
        value = part_of(pile.value, pieces=count, of=pile.quantity)
        pile.quantity -= count
        pile.value -= value
        pieces -= count
        taken.append((pile, count, value))
    return taken


def _changed(
    worth: Worth, quantity: int, value: Decimal, *, pile: Pile | None = None, beside: Decimal = _NOTHING
) -> Change:
    worth.quantity += quantity
    worth.value += value
    if worth.quantity:
        worth.last_cost = unit_cost(worth.quantity, worth.value)
    elif quantity:
        worth.last_cost = unit_cost(quantity, value)
    return Change(quantity, value, beside, worth.quantity, worth.value, pile)


def booked_day(happened_on: date, *, today: date, last_closed: date | None) -> date:
    """The day on which something counts: its own, or today when its month is closed, or the first that is open."""
    first_open = date.min
    if last_closed is not None:
        first_open = date(last_closed.year + last_closed.month // 12, last_closed.month % 12 + 1, 1)
    return happened_on if happened_on >= first_open else max(today, first_open)
