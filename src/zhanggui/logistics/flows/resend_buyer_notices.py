"""Send notices again that were not sent, after someone has seen to the reason.

Afterwards they wait to be sent by the next round.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.models import BuyerNotice
from zhanggui.logistics.notices.rules import NoticeNotFailed
from zhanggui.logistics.notices.states import NoticeStep


@transaction.atomic
def resend_buyer_notices(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(BuyerNotice.objects.visible_to(actor), notice_ids).values_list("pk", "state", named=True)
    notices: list[Any] = list(rows)

    ready, refused = divide(notices, check=_check_failed, key=lambda one: one.pk)
    refused |= not_found("notice", notice_ids, (one.pk for one in notices))

    move_to(
        BuyerNotice,
        [one.pk for one in ready],
        NoticeStep.WAITING,
        due_at=at,
        made_at=at,
        trouble="",
        day=None,
        slot=None,
    )
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check_failed(notice: Any) -> None:
    if notice.state != NoticeStep.FAILED:
        raise NoticeNotFailed(state=NoticeStep(notice.state).label)
