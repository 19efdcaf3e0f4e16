"""Actions on SKUs of the shortage board: each is done to every order that misses pieces of the SKU."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotAllowed, Refusal
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.review_orders import FORCE, review_orders
from zhanggui.orders.flows.substitute_shortages import substitute_shortages
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.models import Order
from zhanggui.orders.shortages.weighing import orders_short_of
from zhanggui.orders.states import OrderState


class NotAllOrders(Refusal):
    """{done} of {total} orders were done. {reasons}"""


class NoOrderWaits(Refusal):
    """No order waits for this SKU any more."""


@transaction.atomic
def ship_what_is_there(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """What lies somewhere of these orders is planned now, the rest of them waits.

    Those that wait for review pass it first, if only stock is in the way and the actor may force that.
    """
    waiting = Order.objects.visible_to(actor).filter(pk__among=set(order_ids), state=OrderState.TO_REVIEW)
    to_review = list(waiting.order_by("pk").values_list("pk", flat=True))
    refused: dict[int, Refusal] = {}
    if to_review and not actor.may(FORCE):
        refused = {pk: NotAllowed(grant=FORCE) for pk in to_review}
    elif to_review:
        reason = gettext("What is there is shipped, the rest follows")
        refused = review_orders(order_ids=to_review, forced=["stock"], reason=reason, actor=actor, at=at).refused
    ready = [pk for pk in order_ids if pk not in refused]
    planned = plan_parcels(order_ids=ready, partly=True, actor=actor, at=at)
    return Outcome(planned.done, refused | planned.refused)


def on_orders_of(flow: Callable[..., Outcome[int]], *, names_goods: bool = False) -> Callable[..., Outcome[int]]:
    """The flow as an action on SKUs, over their orders of the actor's shops. A SKU is done when some order was; who was
    refused is told with it. With `names_goods` the flow hears the SKUs too, and leaves other goods alone."""

    def run(*, sku_ids: Sequence[int], actor: Actor, at: datetime, **asked: Any) -> Outcome[int]:
        orders = orders_short_of(sku_ids, shop_ids=actor.shop_ids)
        order_ids = list(dict.fromkeys(pk for sku_id in sku_ids for pk in orders.get(sku_id, ())))
        if names_goods:
            asked["sku_ids"] = sku_ids
        outcome = flow(order_ids=order_ids, actor=actor, at=at, **asked) if order_ids else Outcome[int]()
        done = set(outcome.done)
        refused: dict[int, Refusal] = {}
        for sku_id in sku_ids:
            own = orders.get(sku_id, [])
            whys = [outcome.refused[pk] for pk in own if pk in outcome.refused]
            if not own:
                refused[sku_id] = NoOrderWaits()
            elif whys:
                reasons = list({str(type(why)): why for why in whys}.values())
                refused[sku_id] = NotAllOrders(done=len(own) - len(whys), total=len(own), reasons=reasons)
        return Outcome([pk for pk in sku_ids if done.intersection(orders.get(pk, ()))], refused)

    return run


slip_for_skus = on_orders_of(open_shortage_slips)
hold_for_skus = on_orders_of(hold_orders)
part_for_skus = on_orders_of(ship_what_is_there)
substitute_for_skus = on_orders_of(substitute_shortages, names_goods=True)
cancel_for_skus = on_orders_of(cancel_orders)
message_for_skus = on_orders_of(write_buyer_messages)
