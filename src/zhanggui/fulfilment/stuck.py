"""What the warehouse knows of why an order does not move, and the ways out that go through planning and stopping."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.pool.sources import page_out, source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.pool import Found


@source
def parcels_in_the_basket(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Parcels that were stopped and wait for a scan, with pieces of these orders. One statement."""
    found: dict[int, list[Found]] = defaultdict(list)
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids), parcel__state=ParcelState.STOPPED)
    rows = lines.values_list("order_line__order_id", "parcel__waybill", "parcel__stopped_at")
    for pk, waybill, stopped_at in sorted(set(rows)):
        found[pk].append(Found(Cause.IN_BASKET, waybill, stopped_at))
    return found


@way_out(Cause.SHORTAGE, Cause.NO_PLACE, title=_("Plan again"), grant="plan_parcels")
def plan_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return plan_parcels(order_ids=order_ids, actor=actor, at=at)


@way_out(Cause.STOPPING, Cause.CHANGE_WAITS, title=_("Stop parcels now"), grant="stop_parcels")
def stop_now(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The orders are done whether or not something of them was still under way."""
    stop_orders(order_ids=order_ids, actor=actor, at=at)
    return Outcome(done=list(order_ids))


page_out(Cause.IN_BASKET, title=_("Scan in the basket"), grant="clear_stopped_parcels", page="/station/stop-basket/")
