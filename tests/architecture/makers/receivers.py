"""How to call the flows that show, give out and re-seal receivers on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.architecture.makers.orders import of_orders
from tests.world import BY, World
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.record_prints import record_prints
from zhanggui.orders.flows.reseal_receivers import reseal_receivers


def orders_resealed(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: reseal_receivers(order_ids=order_ids, **BY)


def orders_forgotten(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    cancel_orders(order_ids=order_ids, **BY)
    return lambda: forget_receivers(order_ids=order_ids, **BY)


MAKERS: Makers = {
    "forget_receivers": orders_forgotten,
    "export_receivers": of_orders(export_receivers, purpose="after_sales"),
    "record_prints": of_orders(record_prints),
    "reseal_receivers": orders_resealed,
}
