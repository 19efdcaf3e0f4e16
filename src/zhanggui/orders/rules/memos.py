"""What a memo is after somebody wrote it, and when it may not be written over another."""

from zhanggui.kernel.refusal import Refusal

LONGEST_MEMO = 500
JOINT = "；"


class MemoChangedMeanwhile(Refusal):
    """Order {number}: {by} changed the memo to “{theirs}” after you saw it. Yours: “{yours}”.

    Read it, then write again.
    """


class MemoTooLong(Refusal):
    """Order {number}: the memo would have {length} characters; {most} are possible."""


def check_seen(*, number: str, edit: tuple[str, str] | None, wanted: str) -> None:
    """`edit` is what another wrote since, and who."""
    if edit is not None:
        theirs, by = edit
        raise MemoChangedMeanwhile(number=number, by=by, theirs=theirs, yours=wanted)


def memo_after(*, number: str, there: str, memo: str, mode: str) -> str:
    """The text after a write of this mode; a text that stands there already is not added again."""
    if mode == "flag":
        return there
    parts = there.split(JOINT) if there else []
    text = memo if mode == "replace" else there if memo in parts or not memo else JOINT.join([*parts, memo])
    if len(text) > LONGEST_MEMO:
        raise MemoTooLong(number=number, length=len(text), most=LONGEST_MEMO)
    return text
