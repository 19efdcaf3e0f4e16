"""How to call each flow of planning on a set of any size."""

from datetime import date, timedelta

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_warehouse
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.class_skus import class_skus
from zhanggui.planning.flows.drop_suggestions import drop_suggestions
from zhanggui.planning.flows.edit_suggestions import edit_suggestions
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.flows.reopen_suggestions import reopen_suggestions
from zhanggui.planning.flows.start_plans import start_plans
from zhanggui.planning.models import Suggestion
from zhanggui.planning.rules.sales import SalesDraft
from zhanggui.planning.testing import make_history, make_plan, make_terms

FIRST = date(2025, 1, 1)


def importing(world: World, n: int) -> Call:
    days = [FIRST + timedelta(days=day) for day in range(n)]
    sales = [SalesDraft(world.warehouse.code, world.skus[0].code, day, 3) for day in days]
    return lambda: import_sales(sales=sales, **BY)


def warehouses(n: int) -> list[int]:
    return [make_warehouse().pk for _ in range(n)]


def classing(world: World, n: int) -> Call:
    warehouse_ids = warehouses(n)
    return lambda: class_skus(warehouse_ids=warehouse_ids, **BY)


def starting(world: World, n: int) -> Call:
    warehouse_ids = warehouses(n)
    return lambda: start_plans(warehouse_ids=warehouse_ids, **BY)


def suggestions(n: int) -> list[int]:
    """So many proposed by a plan, each of a SKU with a supplier."""
    warehouse, skus = make_warehouse(), make_skus(n)
    make_terms(skus)
    make_history(warehouse, skus, days=20)
    plan = make_plan(warehouse)
    return list(Suggestion.objects.filter(plan=plan, state="proposed").values_list("pk", flat=True))


def editing(world: World, n: int) -> Call:
    quantities = dict.fromkeys(suggestions(n), 60)
    return lambda: edit_suggestions(quantities=quantities, **BY)


def approving(world: World, n: int) -> Call:
    ids = suggestions(n)
    return lambda: approve_suggestions(suggestion_ids=ids, **BY)


def dropping(world: World, n: int) -> Call:
    ids = suggestions(n)
    return lambda: drop_suggestions(suggestion_ids=ids, reason="out of season", **BY)


def reopening(world: World, n: int) -> Call:
    ids = suggestions(n)
    drop_suggestions(suggestion_ids=ids, reason="out of season", **BY)
    return lambda: reopen_suggestions(suggestion_ids=ids, **BY)


def ordering(world: World, n: int) -> Call:
    ids = suggestions(n)
    approve_suggestions(suggestion_ids=ids, **BY)
    return lambda: order_suggestions(suggestion_ids=ids, **BY)


MAKERS: Makers = {
    "import_sales": importing,
    "class_skus": classing,
    "start_plans": starting,
    "edit_suggestions": editing,
    "approve_suggestions": approving,
    "drop_suggestions": dropping,
    "reopen_suggestions": reopening,
    "order_suggestions": ordering,
}
