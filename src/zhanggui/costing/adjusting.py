"""What the flows share that change the value of goods which stay where they are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.costing.ledger import DayOf, write_lines
from zhanggui.costing.models import Adjustment
from zhanggui.costing.rules.turning import NewLine
from zhanggui.costing.rules.valuing import Change, Worth
from zhanggui.inventory.flows.receive_goods import CAUSE as RECEIVED
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, fetch_rows, insert_rows
from zhanggui.kernel.clock import company_zone

_RECEIPTS = """
SELECT move.cause_id, move.id, move.sku_id, move.quantity, (move.at AT TIME ZONE %s)::date, target.warehouse_id
FROM inventory_move AS move JOIN inventory_location AS target ON target.id = move.target_id
WHERE move.cause = %s AND move.cause_id = ANY(%s)
"""

_COLUMNS = (
    "id", "kind", "sku_id", "move_id", "cause", "cause_id", "pieces", "amount", "in_stock", "sold", "happened_on",
    "booked_on", "reason", "actor", "at",
)  # fmt: skip


class ReceiptMove(NamedTuple):
    """A receipt as the ledger of goods has it."""

    cause_id: int
    id: int
    sku_id: int
    quantity: int
    happened_on: date
    warehouse_id: int


class Adjusted(NamedTuple):
    """What changed for one cause: about which day, in which warehouse, and how."""

    sku_id: int
    move_id: int | None
    warehouse_id: int | None
    cause_id: int | None
    happened_on: date
    changes: Sequence[Change]
    pieces: int | None = None


def receipts_named(cause_ids: Sequence[int]) -> dict[int, ReceiptMove]:
    """Receipts by the cause ids of their moves."""
    rows = fetch_rows(_RECEIPTS, [company_zone().key, RECEIVED, sorted(set(cause_ids))])
    return {row[0]: ReceiptMove(*row) for row in rows}


def adjusted_before(kind: str, cause: str, cause_ids: Sequence[int]) -> set[int | None]:
    """The causes of this name that changed value already."""
    done = Adjustment.objects.filter(kind=kind, cause=cause, cause_id__among=set(cause_ids))
    return set(done.values_list("cause_id", flat=True))


def write_adjustments(
    adjusted: Sequence[Adjusted],
    worths: Mapping[int, Worth],
    days: DayOf,
    *,
    kind: str,
    cause: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[int]:
    """Each is on record with its lines, on today's page of the books: what is past stays as it was reported."""
    ids = draw_ids(Adjustment, len(adjusted))
    today = days(days.today)
    rows, lines = [], []
    for number, one in zip(ids, adjusted, strict=True):
        stock = sum((change.value for change in one.changes), Decimal(0))
        sold = sum((change.beside for change in one.changes), Decimal(0))
        rows.append(
            (
                number, kind, one.sku_id, one.move_id, cause, one.cause_id, one.pieces, stock + sold, stock, sold,
                one.happened_on, today, reason, actor.name[:80], at,
            )
        )  # fmt: skip
        lines += [NewLine(one.sku_id, kind, one.warehouse_id, None, number, today, change) for change in one.changes]
    insert_rows(Adjustment, _COLUMNS, rows)
    write_lines(lines, worths, days, actor=actor, at=at)
    return ids
