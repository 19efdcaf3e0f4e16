"""What a memo is after somebody wrote it, and when it may not be written over another."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from zhanggui.kernel.refusal import Refusal

LONGEST_MEMO = 500
JOINT = "；"


class MemoChangedMeanwhile(Refusal):
    """Order {number}: {by} changed it while you were writing. {differences} Read it, then write again."""


class MemoTooLong(Refusal):
    """Order {number}: the memo would have {length} characters; {most} are possible."""


class MemoSeen(NamedTuple):
    """The memo and flag as a writer saw them, and the version of the order that showed them."""

    version: int
    memo: str
    flag: int


class MemoNow(NamedTuple):
    """The memo and flag as an order shows them; `has_hidden`: some of the words are masked."""

    version: int
    memo: str
    flag: int
    has_hidden: bool = False


def is_changed(seen: MemoSeen, now: MemoNow) -> bool:
    """Whether somebody wrote another memo or flag since. Masked words of another version may be others."""
    if seen.version == now.version:
        return False
    return now.has_hidden or (seen.memo.strip(), seen.flag) != (now.memo.strip(), now.flag)


def check_seen(*, number: str, seen: MemoSeen, now: MemoNow, mine: MemoSeen, by: str) -> None:
    """Nobody writes over what they have not seen; they read field by field how it differs. `by` wrote it."""
    if not is_changed(seen, now):
        return
    rows = ((_("Seller's memo"), seen.memo, now.memo, mine.memo), (_("Flag"), seen.flag, now.flag, mine.flag))
    fields = [
        {"field": field, "seen": str(was), "now": str(theirs), "mine": str(yours)}
        for field, was, theirs, yours in rows
        if was != theirs or field == rows[0][0]
    ]
    told = [_("{field}: you saw “{seen}”, it is “{now}” now, you wrote “{mine}”.").format(**field) for field in fields]
    raise MemoChangedMeanwhile(number=number, by=by or "–", differences=" ".join(told), fields=fields)


def memo_after(*, number: str, there: str, memo: str, mode: str) -> str:
    """The text after a write of this mode; a text that stands there already is not added again."""
    if mode == "flag":
        return there
    parts = there.split(JOINT) if there else []
    text = memo if mode == "replace" else there if memo in parts or not memo else JOINT.join([*parts, memo])
    if len(text) > LONGEST_MEMO:
        raise MemoTooLong(number=number, length=len(text), most=LONGEST_MEMO)
    return text
