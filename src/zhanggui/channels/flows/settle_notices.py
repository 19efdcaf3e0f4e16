"""Settle notices that were told in vain, after someone has set the platform right.

Afterwards each is told and says who settled it; nobody is warned of it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import ShipmentSettled
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to


class NoticeNotInVain(Refusal):
    """Parcel {waybill} was not told in vain; there is nothing to settle."""


@transaction.atomic
def settle_notices(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(Notice.objects.visible_to(actor), notice_ids).values_list(
        "pk", "state", "parcel__waybill", "order_id"
    )

    orders: dict[int, int] = {}
    refused: dict[int, Refusal] = {key: NotFound(what="notice", key=key) for key in notice_ids}
    for notice_id, state, waybill, order_id in rows:
        if state == NoticeState.IN_VAIN:
            orders[notice_id] = order_id
            del refused[notice_id]
        else:
            refused[notice_id] = NoticeNotInVain(waybill=waybill)

    move_to(Notice, list(orders), NoticeState.TOLD, settled_by=actor.name[:80])

    announce([ShipmentSettled(order_id) for order_id in orders.values()], actor=actor, at=at)
    return Outcome(done=list(orders), refused=refused)
