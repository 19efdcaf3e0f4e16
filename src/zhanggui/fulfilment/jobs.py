"""What fulfilment does when others tell: stop parcels, and plan whoever can be served now."""

from collections.abc import Sequence

from zhanggui.fulfilment.facts import ParcelVoided
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.queries import orders_waiting_for, reviewed_orders, skus_of_parcels
from zhanggui.inventory.facts import GoodsReceived, StockAdjusted
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders.facts import OrderReleased, OrderReviewed, OrderStopAsked, OrderWishSet


@subscriber(OrderStopAsked, queue="stop")
def stop_parcels_of_orders(ids: list[int]) -> None:
    stop_orders(order_ids=ids, actor=system_actor("stop"), at=now())


@subscriber(OrderReviewed)
def plan_reviewed_orders(ids: list[int]) -> None:
    _plan(ids)


@subscriber(OrderReleased)
def plan_released_orders(ids: list[int]) -> None:
    """Those that were reviewed before someone held them go on; the others still wait for their review."""
    _plan(list(dict.fromkeys(ids)))


@subscriber(OrderWishSet)
def plan_wished_orders(ids: list[int]) -> None:
    """What nobody could send as it was may be sent now."""
    _plan(reviewed_orders(ids))


@subscriber(GoodsReceived)
def plan_waiting_orders(ids: list[int]) -> None:
    _plan(orders_waiting_for(ids))


@subscriber(StockAdjusted)
def plan_after_count(ids: list[int]) -> None:
    _plan(orders_waiting_for(ids))


@subscriber(ParcelVoided)
def plan_after_void(ids: list[int]) -> None:
    """What a voided parcel no longer claims may serve others."""
    _plan(orders_waiting_for(skus_of_parcels(ids)))


def _plan(order_ids: Sequence[int]) -> None:
    """However many wait, each chunk is planned in a transaction of its own."""
    in_chunks(order_ids, lambda chunk: plan_parcels(order_ids=chunk, actor=system_actor("planner"), at=now()))
