"""How to call each flow of planning on a set of any size."""

from datetime import date, timedelta

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.rules.sales import SalesDraft

FIRST = date(2025, 1, 1)


def importing(world: World, n: int) -> Call:
    days = [FIRST + timedelta(days=day) for day in range(n)]
    sales = [SalesDraft(world.warehouse.code, world.skus[0].code, day, 3) for day in days]
    return lambda: import_sales(sales=sales, **BY)


MAKERS: Makers = {"import_sales": importing}
