"""Value the moves across our border that were not valued yet.

Afterwards each has its lines, SKUs and layers are worth what they say, and the books have their entries. A move that
takes more than had come in waits, and is tried again when something comes in. Stations and shipping never wait for it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.costing.ledger import day_in_books, write_lines
from zhanggui.costing.models import CostBook, WaitingMove
from zhanggui.costing.reading import left_for, lock_book, look_ahead, pending_moves, worths_of
from zhanggui.costing.rules.turning import PendingMove, take_turn
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome

AT_ONCE = 5000


@transaction.atomic
def value_moves(
    *, sku_ids: Sequence[int] | None = None, limit: int = AT_ONCE, actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers the moves valued now, at most `limit`; with `sku_ids`, all of these SKUs."""
    book = lock_book()
    horizon = look_ahead(book)
    moves = pending_moves(book.valued_through, limit=None if sku_ids is not None else limit, sku_ids=sku_ids)
    worths = worths_of((move.sku_id for move in moves), method=book.method)

    turn = take_turn(moves, worths, left_for(moves), method=book.method)

    write_lines(turn.lines, worths, day_in_books(at), actor=actor, at=at)
    _keep_waiting(moves, turn.waiting, at=at)
    if sku_ids is None:
        # Those that waited are not counted: they come on top of the limit.
        full = len([move for move in moves if move.id > book.valued_through]) >= limit
        through = min(horizon.safe, moves[-1].id) if full else horizon.safe
        CostBook.objects.filter(pk=book.pk).update(
            valued_through=max(book.valued_through, through),
            seen_id=horizon.seen_id,
            seen_transaction=horizon.seen_transaction,
        )
    return Outcome(done=list(dict.fromkeys(line.move_id for line in turn.lines if line.move_id)))


def _keep_waiting(moves: Sequence[PendingMove], waiting: dict[int, PendingMove], *, at: datetime) -> None:
    WaitingMove.objects.filter(move_id__among={move.id for move in moves} - waiting.keys()).delete()
    rows = [(move.id, move.sku_id, at) for move in waiting.values()]
    insert_rows(WaitingMove, ("move_id", "sku_id", "since"), rows, on_conflict="(move_id) DO NOTHING")
