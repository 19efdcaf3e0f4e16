"""Memos that arrive in newer versions: ours come back as echoes, edits of somebody on the platform are seen."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import MemoEchoed
from zhanggui.orders.importing.incoming import CONTENT, REMARKS
from zhanggui.orders.receivers.free_text import seal_remarks, seal_text, whole_remarks
from zhanggui.orders.remarks.requests import PlatformEdit, end_waiting, record_platform_edits
from zhanggui.orders.rules.echoes import MemoArrival, judge_memo, memo_digest

if TYPE_CHECKING:
    from zhanggui.orders.importing.known import Known

_FLAG, _MODIFIED = CONTENT.index("seller_flag"), CONTENT.index("modified_at")


@dataclass(slots=True)
class MemoWrites:
    """What the memos of one batch come to."""

    edits: dict[int, PlatformEdit] = field(default_factory=dict)
    echoes: dict[int, MemoEchoed] = field(default_factory=dict)


def take_memo(ours: "Known", content: tuple[Any, ...], *, order: ChannelOrder, writes: MemoWrites) -> tuple[Any, ...]:
    """The arriving content with the memo this order shows from now on: theirs after an edit there, else ours.

    A version that tells only memo or flag cannot answer an edit of ours: it stays on its way.
    """
    receiver = order.receiver
    (_, memo), flag = whole_remarks(*ours.content[REMARKS]), ours.content[_FLAG]
    message, arriving = whole_remarks(*content[REMARKS])
    before = memo_digest(memo, flag)
    mark = memo_digest(arriving, content[_FLAG])
    is_partial = bool(ours.waiting) and not order.untold.isdisjoint(("seller_memo", "seller_flag"))
    arrival = judge_memo(ours=before, arriving=mark, waiting=ours.waiting, at=content[_MODIFIED])
    match MemoArrival.LATE if is_partial else arrival:
        case MemoArrival.EDIT:
            text = seal_text(arriving, known=receiver)
            writes.edits[ours.id] = PlatformEdit(ours.id, text, content[_FLAG], mark, before)
            writes.echoes.pop(ours.id, None)
            ours.waiting = []
            return content
        case MemoArrival.ECHO:
            writes.echoes[ours.id] = MemoEchoed(ours.id, seal_text(memo, known=receiver).shown, flag)
            ours.waiting = []
    if memo != arriving:
        content = (*content[: REMARKS.start], *seal_remarks(message, memo, known=receiver), *content[REMARKS.stop :])
    return (*content[:_FLAG], flag, *content[_FLAG + 1 :])


def write_memo_arrivals(writes: MemoWrites, *, actor: Actor, at: datetime) -> None:
    """Edits and echoes of the batch are on record."""
    if writes.edits:
        record_platform_edits(list(writes.edits.values()), source=actor.name[:80], at=at)
    if writes.echoes:
        end_waiting(list(writes.echoes))
        announce(list(writes.echoes.values()), actor=actor, at=at)
