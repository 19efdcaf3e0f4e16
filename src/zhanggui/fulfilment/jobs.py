"""What fulfilment does when others tell."""

from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.queries import orders_waiting_for
from zhanggui.inventory.facts import GoodsReceived
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.orders.facts import OrderReviewed, OrderStopAsked


@subscriber(OrderStopAsked, queue="stop")
def stop_parcels_of_orders(ids: list[int]) -> None:
    stop_orders(order_ids=ids, actor=system_actor("stop"), at=now())


@subscriber(OrderReviewed)
def plan_reviewed_orders(ids: list[int]) -> None:
    plan_parcels(order_ids=ids, actor=system_actor("planner"), at=now())


@subscriber(GoodsReceived)
def plan_waiting_orders(ids: list[int]) -> None:
    plan_parcels(order_ids=orders_waiting_for(ids), actor=system_actor("planner"), at=now())
