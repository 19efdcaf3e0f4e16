"""Histories for tests, brought in through the real flow."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import system_actor
from zhanggui.people.models import Warehouse
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.rules.sales import SalesDraft

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BUYER = system_actor("buyer")


def make_history(
    warehouse: Warehouse, skus: Sequence[Sku], *, days: int = 250, sells: Callable[[int], int] = lambda day: 3
) -> None:
    """Each SKU sold `sells(day)` pieces on each of so many days before today; day 0 is the oldest."""
    first = TODAY - timedelta(days=days)
    sales = [
        SalesDraft(warehouse.code, sku.code, first + timedelta(days=day), sells(day))
        for sku in skus
        for day in range(days)
    ]
    outcome = import_sales(sales=sales, actor=BUYER, at=AT)
    assert not outcome.refused, outcome.refused
