"""Our own memo, read back from the platform: known again by its mark, and never taken for somebody's edit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class MemoArrival(StrEnum):
    SAME = "same"  # it says what we show, and nothing of ours waits to be seen
    ECHO = "echo"  # it says what we wrote last
    LATE = "late"  # it says what stood before, or an earlier memo of ours: ours is still on its way
    EDIT = "edit"  # somebody wrote on the platform


@dataclass(frozen=True, slots=True)
class WaitingEdit:
    """An edit of ours that the platform has not shown back yet: the mark it left, and that of what stood before."""

    id: int
    digest: bytes
    before_digest: bytes


def memo_digest(memo: str, flag: int) -> bytes:
    """The mark of a memo and flag. Platforms cut the spaces around a text."""
    return hashlib.blake2b(f"{flag}\0{memo.strip()}".encode(), digest_size=16).digest()


def judge_memo(*, ours: bytes, arriving: bytes, waiting: Sequence[WaitingEdit]) -> MemoArrival:
    """What a memo that arrives in a newer version is. `waiting` are our unseen edits, oldest first."""
    if not waiting:
        return MemoArrival.SAME if arriving == ours else MemoArrival.EDIT
    if arriving == waiting[-1].digest:
        return MemoArrival.ECHO
    if any(arriving in (edit.digest, edit.before_digest) for edit in waiting):
        return MemoArrival.LATE
    return MemoArrival.EDIT
