"""Histories for tests, brought in through the real flow."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import system_actor
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.testing import make_approved
from zhanggui.people.models import Warehouse
from zhanggui.planning.flows.go_on_planning import go_on_planning
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.start_plans import start_plans
from zhanggui.planning.models import Plan
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


def make_plan(warehouse: Warehouse, *, at: datetime = AT) -> Plan:
    """A plan of the warehouse, worked out."""
    outcome = start_plans(warehouse_ids=[warehouse.pk], actor=BUYER, at=at)
    assert not outcome.refused, outcome.refused
    plan = Plan.objects.get(warehouse=warehouse, state="running")
    while not go_on_planning(plan_ids=[plan.pk], actor=BUYER, at=at).done:
        pass
    plan.refresh_from_db()
    return plan


def make_terms(skus: Sequence[Sku], *, pack_size: int = 6, least: int = 12, price: str = "9.5") -> Supplier:
    """A supplier that may be ordered from, with terms for these."""
    (supplier,) = make_approved(1)
    drafts = [
        TermsDraft(
            supplier.pk, sku.code, Decimal(price), date(2026, 1, 1), pack_size=pack_size, least_quantity=least,
            lead_days=5,
        )
        for sku in skus
    ]  # fmt: skip
    assert not set_terms(terms=drafts, actor=BUYER, at=AT).refused
    return supplier
