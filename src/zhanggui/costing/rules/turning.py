"""One turn of valuing: moves in their order, those that must wait put aside until what they need came in."""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from zhanggui.costing.rules.kinds import kind_of, undone_cause
from zhanggui.costing.rules.valuing import Change, Crossing, OutBeforeIn, Worth, cents, value_move
from zhanggui.costing.states import LineKind

CauseKey: TypeAlias = tuple[str, int]


class PendingMove(NamedTuple):
    """A move across our border that is not valued yet, as the ledger of goods has it."""

    id: int
    sku_id: int
    quantity: int
    unit_cost: Decimal
    cause: str
    cause_id: int
    happened_on: date
    origin: str
    target: str
    warehouse_id: int | None
    book_cost: Decimal


class Left(NamedTuple):
    """So many pieces left for one cause, worth so much."""

    quantity: int
    value: Decimal


class NewLine(NamedTuple):
    """A line to be written."""

    sku_id: int
    kind: str
    warehouse_id: int | None
    move_id: int | None
    adjustment_id: int | None
    happened_on: date
    change: Change


@dataclass(slots=True)
class Turn:
    """What a turn made: lines in their order, and the moves that wait."""

    lines: list[NewLine] = field(default_factory=list)
    waiting: dict[int, PendingMove] = field(default_factory=dict)


def take_turn(
    moves: Sequence[PendingMove],
    worths: Mapping[int, Worth],
    left: MutableMapping[CauseKey, Left],
    *,
    method: str,
) -> Turn:
    """`worths` and `left` are what they are after the turn. Whatever comes in lets those of its SKU try again that
    wait, oldest first."""
    turn = Turn()
    aside: dict[int, list[PendingMove]] = defaultdict(list)
    for move in moves:
        if not _value(move, worths[move.sku_id], left, turn, method=method):
            aside[move.sku_id].append(move)
        elif turn.lines[-1].change.quantity > 0 and aside[move.sku_id]:
            aside[move.sku_id] = [
                each for each in aside[move.sku_id] if not _value(each, worths[move.sku_id], left, turn, method=method)
            ]
    turn.waiting = {move.id: move for each in aside.values() for move in each}
    return turn


def undone_key(move: PendingMove) -> CauseKey | None:
    """Under which cause the pieces of a return had left."""
    cause = undone_cause(move.cause)
    return (cause, move.cause_id) if cause else None


def _value(move: PendingMove, worth: Worth, left: MutableMapping[CauseKey, Left], turn: Turn, *, method: str) -> bool:
    kind = kind_of(origin=move.origin, target=move.target, cause=move.cause)
    try:
        changes = value_move(worth, _crossing(move, kind, left), method=method)
    except OutBeforeIn:
        return False
    turn.lines += [
        NewLine(move.sku_id, kind, move.warehouse_id, move.id, None, move.happened_on, change) for change in changes
    ]
    if kind == LineKind.SALE:
        value = sum((change.value for change in changes), Decimal(0))
        left[move.cause, move.cause_id] = Left(move.quantity, -value)
    return True


def _crossing(move: PendingMove, kind: LineKind, left: Mapping[CauseKey, Left]) -> Crossing:
    named = cents(move.quantity * move.unit_cost)
    book = move.unit_cost or move.book_cost
    if kind == LineKind.RECEIPT:
        return Crossing(move.id, kind, move.quantity, cost=cents(move.quantity * book))
    if kind == LineKind.SALE_RETURN:
        gone = left.get(undone_key(move) or ("", 0))
        cost = cents(gone.value * move.quantity / gone.quantity) if gone else None
        return Crossing(move.id, kind, move.quantity, cost=cost, book_cost=book)
    if kind == LineKind.GAIN:
        return Crossing(move.id, kind, move.quantity, book_cost=book)
    billed = named if kind == LineKind.SUPPLIER_RETURN and move.unit_cost else None
    return Crossing(move.id, kind, -move.quantity, billed=billed)
