"""Placing holds on orders that are locked: the row, the count on the order, the fact."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderHeld
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import Hold
from zhanggui.orders.receivers.free_text import seal_text

LONGEST_NOTE = 300
_HOLD = ("order_id", "reason", "note", "note_sealed", "placed_by", "placed_at", "until", "marks_urgent")
_AGAIN = (
    '("order_id", "reason") DO UPDATE SET "note" = EXCLUDED."note", "note_sealed" = EXCLUDED."note_sealed", '
    '"until" = EXCLUDED."until", "marks_urgent" = EXCLUDED."marks_urgent"'
)


def place_holds(
    notes: Mapping[int, str],
    *,
    reason: str,
    until: Mapping[int, datetime] | None = None,
    marks_urgent: bool = False,
    known: Mapping[int, Receiver | None] | None = None,
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    """Each order of `notes` waits for this reason, with its note, and until its moment where it has one.

    Answers the notes as anybody may read them; `known` are receivers they may speak of.
    """
    ends = until or {}
    texts = {pk: seal_text(note, known=(known or {}).get(pk)) for pk, note in sorted(notes.items())}
    rows = [
        (pk, str(reason), text.shown[:LONGEST_NOTE], text.sealed, actor.name, at, ends.get(pk), marks_urgent)
        for pk, text in texts.items()
    ]
    if rows:
        insert_rows(Hold, _HOLD, rows, on_conflict=_AGAIN)
        count_holds([row[0] for row in rows])
        announce([OrderHeld(pk, str(reason), text.shown) for pk, text in texts.items()], actor=actor, at=at)
    return {pk: text.shown for pk, text in texts.items()}
