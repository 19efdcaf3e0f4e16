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
from zhanggui.kernel.refusal import NotAllowed, Refusal
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.pool.sources import page_out, source, way_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.pool import Found
from zhanggui.orders.states import OrderState


@source
def parcels_in_the_basket(order_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """Parcels that were stopped and wait for a scan, with pieces of these orders. One statement."""
    found: dict[int, list[Found]] = defaultdict(list)
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids), parcel__state=ParcelState.STOPPED)
    rows = lines.values_list("order_line__order_id", "parcel__waybill", "parcel__stopped_at")
    for pk, waybill, stopped_at in sorted(set(rows)):
        found[pk].append(Found(Cause.IN_BASKET, waybill, stopped_at))
    return found


class ParcelsElsewhere(Refusal):
    """Order {number} has parcels in a warehouse that you do not see; they are stopped there."""


@way_out(Cause.SHORTAGE, Cause.NO_PLACE, title=_("Plan again"), grant="plan_parcels")
def plan_again(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Orders that review refused for it are reviewed first; what passes is planned."""
    ids = set(order_ids)
    refused = set(Order.objects.filter(pk__among=ids, state=OrderState.TO_REVIEW).values_list("pk", flat=True))
    outcome = Outcome[int]()
    if refused and not actor.may("review_orders"):
        outcome.refused = {pk: NotAllowed(grant="review_orders") for pk in refused}
    elif refused:
        outcome = review_orders(order_ids=sorted(refused), actor=actor, at=at)
    planned = plan_parcels(order_ids=[pk for pk in order_ids if pk not in outcome.refused], actor=actor, at=at)
    return Outcome(planned.done, outcome.refused | planned.refused)


@way_out(Cause.STOPPING, Cause.CHANGE_WAITS, title=_("Stop parcels now"), grant="stop_parcels")
def stop_now(order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Orders of which nothing is on its way any more are done."""
    stop_orders(order_ids=order_ids, actor=actor, at=at)
    still = Order.objects.filter(pk__among=set(order_ids)).exclude(stop_reason="")
    refused: dict[int, Refusal] = {
        pk: ParcelsElsewhere(number=number) for pk, number in still.values_list("pk", "number")
    }
    return Outcome([pk for pk in order_ids if pk not in refused], refused)


page_out(Cause.IN_BASKET, title=_("Scan in the basket"), grant="clear_stopped_parcels", page="/station/stop-basket/")
