"""Put refused notices back in the queue, after someone has looked at the reason.

Afterwards they will be told at the next round.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to


class NoticeToldAlready(Refusal):
    """The platform already shows parcel {waybill}."""


@transaction.atomic
def retry_notices(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(Notice.objects.visible_to(actor), notice_ids).values_list("pk", "state", "parcel__waybill")

    states: dict[int, str] = {}
    refused: dict[int, Refusal] = {key: NotFound(what="notice", key=key) for key in notice_ids}
    for notice_id, state, waybill in rows:
        if state == NoticeState.TOLD:
            refused[notice_id] = NoticeToldAlready(waybill=waybill)
        else:
            states[notice_id] = state
            del refused[notice_id]

    again = [notice_id for notice_id, state in states.items() if state == NoticeState.REFUSED]
    move_to(Notice, again, NoticeState.QUEUED, queued_at=at, tries=0, trouble="")
    return Outcome(done=list(states), refused=refused)
