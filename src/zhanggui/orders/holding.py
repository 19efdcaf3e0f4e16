"""Placing, moving and ending holds of orders that are locked: the rows, the counts on the orders, the facts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import orjson
from django.db.models import Count

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderHeld, OrderReleased
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.receivers.free_text import Text, seal_text
from zhanggui.orders.rules.holds import HoldEnd, ends_as_json, ends_from, follows_promise, last_end
from zhanggui.orders.rushing import mark_urgent

LONGEST_NOTE = 300
_HOLD = (
    "order_id", "reason", "note", "note_sealed", "placed_by", "placed_by_id", "placed_at", "until", "ends",
    "marks_urgent",
)  # fmt: skip
_AGAIN = '("order_id", "reason") DO UPDATE SET ' + ", ".join(
    f'"{column}" = EXCLUDED."{column}"' for column in ("note", "note_sealed", "until", "ends", "marks_urgent")
)
_KEPT = '("order_id", "reason") DO NOTHING'


def place_holds(
    notes: Mapping[int, str],
    *,
    reason: str,
    until: Mapping[int, datetime | None] | None = None,
    ends: Mapping[int, Sequence[HoldEnd]] | None = None,
    marks_urgent: bool = False,
    known: Mapping[int, Receiver | None] | None = None,
    is_kept: bool = False,
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    """Each order of `notes` waits for this reason, with its note, and until its moment where it has one.

    With `ends` that moment moves with the one at which the order must have left. With `is_kept` an order that waits for
    this reason already waits as it did. Answers the notes as anybody may read them; `known` are receivers they may
    speak of.
    """
    last, moving = until or {}, ends or {}
    texts = {pk: seal_text(note, known=(known or {}).get(pk)) for pk, note in sorted(notes.items())}
    rows = [
        _row(pk, reason, text, last.get(pk), moving.get(pk, ()), marks_urgent, actor=actor, at=at)
        for pk, text in texts.items()
    ]
    if rows:
        conflict = _KEPT if is_kept else _AGAIN
        placed = [pk for (pk,) in insert_rows(Hold, _HOLD, rows, on_conflict=conflict, returning=("order_id",))]
        count_holds(placed)
        announce([OrderHeld(pk, str(reason), texts[pk].shown, last.get(pk)) for pk in placed], actor=actor, at=at)
    return {pk: text.shown for pk, text in texts.items()}


def place_version_holds(holds: Collection[tuple[int, str]], *, actor: Actor, at: datetime) -> None:
    """Orders wait for what their versions say; facts of those versions tell of it, and who calls counts the holds."""
    rows = [_row(pk, reason, Text("", b""), None, (), False, actor=actor, at=at) for pk, reason in sorted(holds)]
    insert_rows(Hold, _HOLD, rows, on_conflict=_KEPT)


def _row(
    order_id: int,
    reason: str,
    note: Text,
    until: datetime | None,
    ends: Sequence[HoldEnd],
    marks_urgent: bool,
    *,
    actor: Actor,
    at: datetime,
) -> tuple[object, ...]:
    return (
        order_id, str(reason), note.shown[:LONGEST_NOTE], note.sealed, actor.name[:80], actor.user_id, at, until,
        _kept(ends), marks_urgent,
    )  # fmt: skip


def _kept(ends: Sequence[HoldEnd]) -> str | None:
    return orjson.dumps(ends_as_json(ends)).decode() if follows_promise(ends) else None


def say_holds_anew(rows: Iterable[tuple[int, str, datetime | None, Sequence[HoldEnd]]], *, reason: str) -> None:
    """Orders (id, note, until, ends) that wait for this reason have another note or end."""
    texts = [(pk, seal_text(note), until, _kept(ends)) for pk, note, until, ends in rows]
    update_rows(
        Hold, ("order_id", "reason"), ("note", "note_sealed", "until", "ends"),
        [(pk, str(reason), text.shown[:LONGEST_NOTE], text.sealed, until, kept) for pk, text, until, kept in texts],
    )  # fmt: skip


def follow_promises(order_ids: Collection[int]) -> None:
    """Holds of these orders that end before they must have left end before the moment that stands now."""
    if not order_ids:
        return
    holds = Hold.objects.filter(order_id__among=set(order_ids), ends__isnull=False).order_by("pk")
    rows = holds.values_list("pk", "ends", "until", "order__ship_by")
    moved = [
        (pk, end) for pk, ends, until, promise in rows if (end := last_end(ends_from(ends or ()), promise)) != until
    ]
    update_rows(Hold, ("id",), ("until",), moved)


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


def count_holds(order_ids: Sequence[int]) -> None:
    """`open_holds` of these orders equals their hold rows."""
    counted = dict(
        Hold.objects.filter(order_id__among=order_ids)
        .values_list("order_id")
        .annotate(n=Count("pk"))
        .values_list("order_id", "n")
    )
    update_rows(Order, ("id",), ("open_holds",), [(order_id, counted.get(order_id, 0)) for order_id in order_ids])
