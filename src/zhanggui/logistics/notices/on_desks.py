"""What became of the notice of each message, on the list of messages to buyers: what failed waits for a person."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import BuyerNotice
from zhanggui.logistics.notices.desks import STEP_TONES
from zhanggui.logistics.notices.states import NoticeStep
from zhanggui.orders.desks import BuyerMessageDesk
from zhanggui.ui.desk import Added, Column, add_to_desk


def notices_of_messages(ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """The last notice of each of these messages. One statement."""
    rows = BuyerNotice.objects.filter(message_id__among=set(ids)).order_by("message_id", "-pk").distinct("message_id")
    return {
        message_id: {"notice": [{"label": str(NoticeStep(state).label), "tone": STEP_TONES[state], "title": trouble}]}
        for message_id, state, trouble in rows.values_list("message_id", "state", "trouble")
    }


add_to_desk(
    BuyerMessageDesk,
    Added(
        columns=[Column("notice", _("Notice"), "chips", by_page=True, width=110)],
        values=notices_of_messages,
    ),
    after="state",
)
