"""How to call the flow of stock control on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.inventory.testing import make_stock, make_warehouse


def summing(world: World, n: int) -> Call:
    warehouses = [make_warehouse() for _ in range(n)]
    (sku,) = make_skus(1)
    for warehouse in warehouses:
        make_stock(warehouse, {sku.pk: 3})
    return lambda: sum_stock_figures(warehouse_ids=[one.pk for one in warehouses], **BY)


MAKERS: Makers = {"sum_stock_figures": summing}
