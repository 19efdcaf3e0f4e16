"""What the platforms' rooms know of why an order does not move: refused notices; and how to ask a platform again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.jobs import fetch_orders_job
from zhanggui.channels.models import Notice
from zhanggui.channels.queries import linked_orders
from zhanggui.channels.states import NoticeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order
from zhanggui.orders.pool.sources import page_out, source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.pool import Found

_CAUSES = {NoticeState.REFUSED: Cause.NOTICE, NoticeState.IN_VAIN: Cause.IN_VAIN}


class NoPlatformToAsk(Refusal):
    """The shop of order {number} is linked to no platform: the next file or call that brings the order ends this."""


@source
def troubled_notices(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Shipments that a platform refused to hear of, or heard of in vain; orders that have left too. One statement."""
    found: dict[int, list[Found]] = defaultdict(list)
    notices = Notice.objects.filter(order_id__among=set(order_ids), state__in=_CAUSES).order_by("pk")
    for pk, state, trouble, waybill, at in notices.values_list(
        "order_id", "state", "trouble", "parcel__waybill", "queued_at"
    ):
        found[pk].append(Found(_CAUSES[NoticeState(state)], str(trouble or waybill), at))
    return found


@way_out(Cause.NOTICE, title=_("Tell again"), grant="retry_notices")
def tell_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """An order is done when each of its refused notices is on its way again."""
    notices = Notice.objects.filter(order_id__among=set(order_ids), state=NoticeState.REFUSED)
    of_order = dict(notices.values_list("pk", "order_id"))
    told = retry_notices(notice_ids=list(of_order), actor=actor, at=at)
    refused = {of_order[pk]: refusal for pk, refusal in told.refused.items()}
    return Outcome([pk for pk in order_ids if pk not in refused], refused)


page_out(
    Cause.IN_VAIN, title=_("Set the platform right"), grant="settle_notices",
    page="/desk/notices/?tab=in_vain&q={number}",
)  # fmt: skip


@way_out(Cause.REFUND, Cause.PLATFORM, title=_("Ask the platform"), grant="release_orders")
def ask_the_platform(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """A job fetches the orders anew: what the platform no longer holds goes on."""
    asked = linked_orders(order_ids)
    if asked:
        fetch_orders_job.defer(order_ids=asked)
    others = Order.objects.filter(pk__among=set(order_ids) - set(asked)).values_list("pk", "number")
    return Outcome(asked, {pk: NoPlatformToAsk(number=number) for pk, number in others})
