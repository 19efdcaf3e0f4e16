"""What the platforms' rooms know of why an order does not move: refused notices; and how to ask a platform again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.pool.sources import source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.pool import Found

_TO_SEE_TO = (NoticeState.REFUSED, NoticeState.IN_VAIN)


@source
def refused_notices(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Shipments that a platform refused to hear of, or heard of in vain; orders that have left too. One statement."""
    found: dict[int, list[Found]] = defaultdict(list)
    notices = Notice.objects.filter(order_id__among=set(order_ids), state__in=_TO_SEE_TO).order_by("pk")
    for pk, state, trouble, queued_at in notices.values_list("order_id", "state", "trouble", "queued_at"):
        words = trouble or NoticeState(state).label
        found[pk].append(Found(Cause.NOTICE, str(words), queued_at))
    return found


@way_out(Cause.NOTICE, title=_("Tell again"), grant="retry_notices")
def tell_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    notices = Notice.objects.filter(order_id__among=set(order_ids), state=NoticeState.REFUSED)
    of_order = dict(notices.values_list("pk", "order_id"))
    told = retry_notices(notice_ids=list(of_order), actor=actor, at=at)
    return Outcome(
        done=sorted({of_order[pk] for pk in told.done}),
        refused={of_order[pk]: refusal for pk, refusal in told.refused.items()},
    )


@way_out(
    Cause.REFUND, Cause.PLATFORM, Cause.ADDRESS_CHANGE, Cause.ITEM_CHANGE, title=_("Ask the platform"),
    grant="release_orders",
)  # fmt: skip
def ask_the_platform(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """A job fetches the orders anew: what the platform no longer holds goes on."""
    from zhanggui.channels.jobs import fetch_orders_job

    fetch_orders_job.defer(order_ids=sorted(order_ids))
    return Outcome(done=list(order_ids))
