"""What is to be valued: moves across our border that no line stands for yet, and what their SKUs are worth.

Moves get their numbers before they are committed, so a smaller number may show up after a greater one. `Horizon` says
up to which number every move is there to be seen: the newest number drawn at an earlier look, once every transaction
that ran at that look is over. A transaction that draws numbers has written (it locked stock) before, so it had begun.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from zhanggui.costing.models import CostBook
from zhanggui.costing.rules.kinds import THEIRS
from zhanggui.costing.rules.turning import CauseKey, Left, PendingMove, undone_key
from zhanggui.costing.rules.valuing import Pile, Worth
from zhanggui.costing.states import LineKind, Method
from zhanggui.inventory.models import Location
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.clock import company_zone

_HORIZON = """
SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('inventory_move', 'id')::regclass), 0),
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""

_PENDING = """
WITH asked AS (
    SELECT move.* FROM inventory_move AS move
    WHERE move.id IN (SELECT move_id FROM costing_waitingmove) AND {only}
    UNION ALL
    (SELECT move.* FROM inventory_move AS move
     WHERE move.id > %(after)s AND (move.origin_id = ANY(%(theirs)s)) <> (move.target_id = ANY(%(theirs)s)) AND {only}
       AND NOT EXISTS (SELECT FROM costing_costline AS line WHERE line.move_id = move.id)
       AND NOT EXISTS (SELECT FROM costing_waitingmove AS waits WHERE waits.move_id = move.id)
     ORDER BY move.id LIMIT %(limit)s)
)
SELECT asked.id, asked.sku_id, asked.quantity, asked.unit_cost, asked.cause, asked.cause_id,
       (asked.at AT TIME ZONE %(zone)s)::date, origin.kind, target.kind,
       coalesce(origin.warehouse_id, target.warehouse_id), coalesce(sku.cost, 0)
FROM asked
JOIN inventory_location AS origin ON origin.id = asked.origin_id
JOIN inventory_location AS target ON target.id = asked.target_id
JOIN catalog_sku AS sku ON sku.id = asked.sku_id
ORDER BY asked.id
"""

_WORTHS = "SELECT sku_id, quantity, value, last_cost FROM costing_stockvalue WHERE sku_id = ANY(%s)"

_PILES = """
SELECT sku_id, quantity_left, value_left, id, move_id FROM costing_layer
WHERE sku_id = ANY(%s) AND quantity_left > 0 AND closed_at IS NULL AND %s ORDER BY sku_id, id
"""

_LEFT = """
SELECT move.cause, move.cause_id, move.quantity, -sum(line.value)
FROM unnest(%s::text[], %s::bigint[]) AS asked(cause, cause_id)
JOIN inventory_move AS move ON move.cause = asked.cause AND move.cause_id = asked.cause_id
JOIN costing_costline AS line ON line.move_id = move.id AND line.kind = %s
GROUP BY move.id
"""


class Horizon(NamedTuple):
    """`safe`: no move up to this number will show up any more. The others are what to remember for the next look."""

    safe: int
    seen_id: int
    seen_transaction: int


def lock_book() -> CostBook:
    """The one row that says how stock is valued, made when missing, locked until the transaction ends."""
    insert_rows(
        CostBook,
        ("id", "method", "valued_through", "seen_id", "seen_transaction", "set_by"),
        [(1, Method.AVERAGE, 0, 0, 0, "")],
        on_conflict="DO NOTHING",
    )
    return CostBook.objects.select_for_update(no_key=True).get(pk=1)


def look_ahead(book: CostBook) -> Horizon:
    """A database that was restored elsewhere begins to count its transactions anew; nothing of then is under way."""
    ((newest, oldest_running, next_transaction),) = fetch_rows(_HORIZON)
    if book.seen_transaction <= oldest_running or book.seen_transaction > next_transaction:
        return Horizon(book.seen_id, newest, next_transaction)
    return Horizon(book.valued_through, book.seen_id, book.seen_transaction)


def theirs() -> list[int]:
    """The places whose goods are not ours."""
    return list(Location.objects.filter(kind__in=sorted(THEIRS)).order_by("pk").values_list("pk", flat=True))


def pending_moves(after: int, *, limit: int | None, sku_ids: Sequence[int] | None = None) -> list[PendingMove]:
    """Those that wait, and at most `limit` others with numbers above `after`, in the order of their numbers."""
    only = "TRUE" if sku_ids is None else "move.sku_id = ANY(%(skus)s)"
    params = {
        "after": after, "theirs": theirs(), "limit": limit, "zone": company_zone().key, "skus": list(sku_ids or ()),
    }  # fmt: skip
    return [PendingMove(*row) for row in fetch_rows(_PENDING.format(only=only), params)]


def worths_of(sku_ids: Iterable[int], *, method: str) -> dict[int, Worth]:
    """What each SKU is worth, with its layers where the method has them; a SKU that never was is worth nothing."""
    asked = sorted(set(sku_ids))
    worths = {sku_id: Worth() for sku_id in asked}
    for sku_id, quantity, value, last_cost in fetch_rows(_WORTHS, [asked]):
        worths[sku_id] = Worth(quantity, value, last_cost)
    for sku_id, quantity, value, number, move_id in fetch_rows(_PILES, [asked, method == Method.FIFO]):
        worths[sku_id].piles.append(Pile(quantity, value, number, move_id))
    return worths


def left_for(moves: Sequence[PendingMove]) -> dict[CauseKey, Left]:
    """At which value the pieces of these returns had left."""
    keys = sorted({key for move in moves if (key := undone_key(move))})
    causes, ids = [cause for cause, _ in keys], [number for _, number in keys]
    rows = fetch_rows(_LEFT, [causes, ids, LineKind.SALE])
    return {(cause, number): Left(quantity, Decimal(value)) for cause, number, quantity, value in rows}
