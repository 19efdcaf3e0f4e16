"""Memos that arrive in newer versions: ours come back as echoes, edits of somebody on the platform are seen."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import MemoEchoed
from zhanggui.orders.importing.incoming import CONTENT
from zhanggui.orders.remarks.requests import PlatformEdit, end_waiting, record_platform_edits
from zhanggui.orders.rules.echoes import MemoArrival, judge_memo, memo_digest

if TYPE_CHECKING:
    from zhanggui.orders.importing.known import Known

_MEMO = CONTENT.index("seller_memo")
_FLAG = CONTENT.index("seller_flag")


@dataclass(slots=True)
class MemoWrites:
    """What the memos of one batch come to."""

    edits: dict[int, PlatformEdit] = field(default_factory=dict)
    echoes: dict[int, MemoEchoed] = field(default_factory=dict)


def take_memo(ours: "Known", content: tuple[Any, ...], *, writes: MemoWrites) -> tuple[Any, ...]:
    """The arriving content with the memo this order shows from now on: theirs after an edit there, else ours."""
    memo, flag = ours.content[_MEMO], ours.content[_FLAG]
    before = memo_digest(memo, flag)
    match judge_memo(ours=before, arriving=memo_digest(content[_MEMO], content[_FLAG]), waiting=ours.waiting):
        case MemoArrival.EDIT:
            writes.edits[ours.id] = PlatformEdit(ours.id, content[_MEMO], content[_FLAG], before)
            writes.echoes.pop(ours.id, None)
            ours.waiting = []
            return content
        case MemoArrival.ECHO:
            writes.echoes[ours.id] = MemoEchoed(ours.id, memo, flag)
            ours.waiting = []
    return _with(content, {_MEMO: memo, _FLAG: flag})


def write_memo_arrivals(writes: MemoWrites, *, actor: Actor, at: datetime) -> None:
    """Edits and echoes of the batch are on record."""
    if writes.edits:
        record_platform_edits(list(writes.edits.values()), source=actor.name[:80], at=at)
    if writes.echoes:
        end_waiting(list(writes.echoes))
        announce(list(writes.echoes.values()), actor=actor, at=at)


def _with(content: tuple[Any, ...], values: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(values.get(place, value) for place, value in enumerate(content))
