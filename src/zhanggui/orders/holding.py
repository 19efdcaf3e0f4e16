"""Placing holds on orders that are locked: the row, the count on the order, the fact."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderHeld
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import Hold

LONGEST_NOTE = 300
_HOLD = ("order_id", "reason", "note", "placed_by", "placed_at", "until", "marks_urgent")
_AGAIN = (
    '("order_id", "reason") DO UPDATE SET "note" = EXCLUDED."note", "until" = EXCLUDED."until", '
    '"marks_urgent" = EXCLUDED."marks_urgent"'
)


def place_holds(
    notes: Mapping[int, str],
    *,
    reason: str,
    until: Mapping[int, datetime] | None = None,
    marks_urgent: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Each order of `notes` waits for this reason, with its note, and until its moment where it has one."""
    ends = until or {}
    rows = [
        (pk, str(reason), note[:LONGEST_NOTE], actor.name, at, ends.get(pk), marks_urgent)
        for pk, note in sorted(notes.items())
    ]
    if rows:
        insert_rows(Hold, _HOLD, rows, on_conflict=_AGAIN)
        count_holds([row[0] for row in rows])
        announce([OrderHeld(pk, str(reason), note) for pk, note in sorted(notes.items())], actor=actor, at=at)
