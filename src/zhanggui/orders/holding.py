"""Placing and ending holds of orders that are locked: the row, the count on the order, the fact."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderHeld, OrderReleased
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import Hold
from zhanggui.orders.receivers.free_text import seal_text
from zhanggui.orders.rushing import mark_urgent

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
        announce(
            [OrderHeld(pk, str(reason), text.shown, ends.get(pk)) for pk, text in texts.items()], actor=actor, at=at
        )
    return {pk: text.shown for pk, text in texts.items()}


def end_holds(
    order_ids: Iterable[int], *, reasons: Iterable[str], urgent: bool = False, actor: Actor, at: datetime
) -> list[int]:
    """None of these orders waits for one of these reasons; those whose hold says so, or all when asked, are urgent.

    Answers the orders that did wait.
    """
    holds = Hold.objects.filter(order_id__among=set(order_ids), reason__in=sorted(map(str, reasons))).order_by("pk")
    over = list(holds.values_list("pk", "order_id", "reason", "marks_urgent"))
    released = sorted({order_id for _, order_id, _, _ in over})
    if over:
        Hold.objects.filter(pk__among=[pk for pk, *_rest in over]).delete()
        count_holds(released)
        mark_urgent([order_id for _, order_id, _, marks in over if marks or urgent])
        announce([OrderReleased(order_id, reason) for _, order_id, reason, _ in over], actor=actor, at=at)
    return released
