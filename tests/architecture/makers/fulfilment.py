"""How to call each flow over parcels and waves on a set of any size."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.fulfilment.baskets.accounting import sign_for
from zhanggui.fulfilment.baskets.goods import goods_to_put_back
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.price_sendings import price_sendings
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.put_back_by_hand import put_back_by_hand
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.flows.write_off_pieces import write_off_pieces
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.fulfilment.testing import LEAD, take_to
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders


def planning(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    return lambda: plan_parcels(order_ids=order_ids, **BY)


def planning_without_stock(world: World, n: int) -> Call:
    make_stock(world.warehouse, {sku.pk: 1000 for sku in world.skus})
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    counts = [Count(next(causes), world.place("P-01"), sku.pk, 0) for sku in world.skus]
    adjust_stock(counts=counts, note="gone", **BY)
    return lambda: plan_parcels(order_ids=order_ids, **BY)


def of_parcels(stage: str, flow: Callable[..., Any], **arguments: Any) -> Callable[[World, int], Call]:
    def maker(world: World, n: int) -> Call:
        parcel_ids = take_to(stage, world.orders(n))
        return lambda: flow(parcel_ids=parcel_ids, **arguments, **BY)

    return maker


def picking(world: World, n: int) -> Call:
    parcel_ids = take_to("printed", world.orders(n))
    wave_ids = set(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))
    return lambda: pick_waves(wave_ids=sorted(wave_ids), **BY)


def weighing(world: World, n: int) -> Call:
    grams = dict.fromkeys(take_to("verified", world.orders(n)), 260)
    return lambda: weigh_parcels(grams=grams, **BY)


def shipping_again(world: World, n: int) -> Call:
    """Some for the second time, some for the third, some for the first."""
    parcel_ids = take_to("shipped", world.orders(n))
    again = take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY).done[: n // 2 + 1]
    ship_parcels(parcel_ids=again, **BY)
    take_back_parcels(parcel_ids=again, note="wrong pile", **BY)
    return lambda: ship_parcels(parcel_ids=parcel_ids, **BY)


def clearing(world: World, n: int) -> Call:
    parcel_ids = take_to("weighed", world.orders(n))
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    unseen = [one for one in goods_to_put_back(parcel_ids) if one.left]
    kind = OverrideKind.UNSCANNED
    sign_for(unseen, kind=kind, call=uuid4(), reason="no gun", confirmed_by=LEAD, **BY)
    return lambda: clear_stopped_parcels(parcel_ids=parcel_ids, **BY)


def putting_back(world: World, n: int) -> Call:
    parcel_ids = take_to("picked", world.orders(n))
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    return lambda: put_back_by_hand(parcel_ids=parcel_ids, reason="no gun", confirmed_by=LEAD, **BY)


def writing_off(world: World, n: int) -> Call:
    parcel_ids = take_to("picked", world.orders(n))
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    return lambda: write_off_pieces(parcel_ids=parcel_ids, reason="gone", confirmed_by=LEAD, **BY)


def stopping_orders(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    take_to("waved", order_ids)
    hold_orders(order_ids=order_ids, **BY)
    return lambda: stop_orders(order_ids=order_ids, **BY)


MAKERS: Makers = {
    "plan_parcels": planning,
    "plan_parcels: short": planning_without_stock,
    "build_waves": of_parcels("planned", build_waves, wave_size=10),
    "print_parcels": of_parcels("waved", print_parcels),
    "reprint_parcels": of_parcels("printed", reprint_parcels),
    "pick_waves": picking,
    "weigh_parcels": weighing,
    "ship_parcels": of_parcels("weighed", ship_parcels),
    "ship_parcels: again": shipping_again,
    "price_sendings": of_parcels("shipped", price_sendings),
    "take_back_parcels": of_parcels("shipped", take_back_parcels, note="wrong pile"),
    "stop_parcels: planned": of_parcels("planned", stop_parcels, reason="refund"),
    "stop_parcels: waved": of_parcels("waved", stop_parcels, reason="refund"),
    "stop_parcels: printed": of_parcels("printed", stop_parcels, reason="refund"),
    "stop_parcels: weighed": of_parcels("weighed", stop_parcels, reason="refund"),
    "stop_orders": stopping_orders,
    "clear_stopped_parcels": clearing,
    "put_back_by_hand": putting_back,
    "write_off_pieces": writing_off,
}
