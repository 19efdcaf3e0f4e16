"""Our own memo, read back from the platform: known again by its mark, and never taken for somebody's edit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MemoArrival(StrEnum):
    SAME = "same"  # it says what we show, and nothing of ours waits to be seen
    ECHO = "echo"  # it says what we wrote last
    LATE = "late"  # it says what stood before, or an earlier memo of ours: ours is still on its way
    EDIT = "edit"  # somebody wrote on the platform


@dataclass(frozen=True, slots=True)
class WaitingEdit:
    """An edit of ours that the platform has not shown back yet: the mark it left, and that of what stood before.

    `shown_at` is the platform's own moment from which it shows it, where it told us.
    """

    id: int
    digest: bytes
    before_digest: bytes
    shown_at: datetime | None = None


def memo_digest(memo: str, flag: int) -> bytes:
    """The mark of a memo and flag. Platforms cut the spaces around a text."""
    return hashlib.blake2b(f"{flag}\0{memo.strip()}".encode(), digest_size=16).digest()


def judge_memo(
    *, ours: bytes, arriving: bytes, waiting: Sequence[WaitingEdit], at: datetime | None = None
) -> MemoArrival:
    """What a memo is that arrives in a newer version, of the platform's moment `at`.

    `waiting` are our unseen edits, oldest first. What stood before one that the platform had already taken over by then
    can only stand there because somebody wrote it again.
    """
    if not waiting:
        return MemoArrival.SAME if arriving == ours else MemoArrival.EDIT
    if arriving == waiting[-1].digest:
        return MemoArrival.ECHO
    reached = [place for place, edit in enumerate(waiting) if at and edit.shown_at and edit.shown_at < at]
    possible = {edit.digest for edit in waiting[reached[-1] if reached else 0 :]}
    if not reached:
        possible.update(edit.before_digest for edit in waiting)
    return MemoArrival.LATE if arriving in possible else MemoArrival.EDIT
