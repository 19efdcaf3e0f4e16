"""Sales by day are the sums of moves, can be rebuilt, and take a history from a file."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.sum_sales import sum_sales
from zhanggui.planning.history import HISTORY_DAYS, sales_of, sales_of_all
from zhanggui.planning.models import SalesDay
from zhanggui.planning.proof import sales_are_moves
from zhanggui.planning.rules.sales import SalesDraft, SalesOverlap, SalesUnsound
from zhanggui.planning.testing import AT, BUYER, TODAY, make_history

BY: dict[str, Any] = {"actor": BUYER, "at": AT}
causes = count(1)


@pytest.fixture
def shelf(db: None) -> tuple[Any, Any]:
    """A warehouse with a million pieces of one SKU."""
    warehouse, (sku,) = make_warehouse("W1"), make_skus(1)
    make_stock(warehouse, {sku.pk: 1_000_000})
    return warehouse, sku


def moved(warehouse: Any, sku: Any, pieces: int, *, days_ago: int, back: bool = False) -> None:
    here, there = place_of(warehouse, "P-01"), outside("customer")
    way = (there, here) if back else (here, there)
    posting = Posting(next(causes), sku.pk, *way, pieces)
    post_moves(cause="test", moves=[posting], actor=BUYER, at=AT - timedelta(days=days_ago))


def kept() -> list[tuple[Any, ...]]:
    return list(SalesDay.objects.order_by("day", "sku_id").values_list("day", "sold", "returned", "quantity"))


def test_what_left_and_what_came_back_is_summed_by_day_and_warehouse(shelf):
    warehouse, sku = shelf
    moved(warehouse, sku, 5, days_ago=3)
    moved(warehouse, sku, 2, days_ago=3)
    moved(warehouse, sku, 1, days_ago=1, back=True)
    sum_sales(since=date(2026, 11, 1), **BY)
    assert kept() == [(date(2026, 11, 20), 7, 0, 7), (date(2026, 11, 22), 0, 1, -1)]
    moved(warehouse, sku, 4, days_ago=1)
    sum_sales(**BY)
    assert kept()[1] == (date(2026, 11, 22), 4, 1, 3)
    assert list(sales_are_moves()) == []


def test_a_day_is_that_of_the_company(shelf):
    warehouse, sku = shelf
    post_moves(
        cause="test",
        moves=[Posting(next(causes), sku.pk, place_of(warehouse, "P-01"), outside("customer"), 1)],
        actor=BUYER,
        at=AT.replace(day=20, hour=17),
    )
    sum_sales(since=date(2026, 11, 1), **BY)
    assert [row[0] for row in kept()] == [date(2026, 11, 21)]


def test_what_was_tampered_with_is_found_and_rebuilt_and_imports_stay(shelf):
    warehouse, sku = shelf
    moved(warehouse, sku, 5, days_ago=3)
    sum_sales(since=date(2026, 11, 1), **BY)
    import_sales(sales=[SalesDraft("W1", sku.code, date(2026, 10, 1), 9)], **BY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE planning_salesday SET sold = sold + 1")
    wrong = [one.record for one in sales_are_moves()]
    assert wrong == [f"planning_salesday {warehouse.pk}, {sku.pk}, 2026-{day}" for day in ("10-01", "11-20")]
    sum_sales(since=date(2000, 1, 1), **BY)
    assert list(sales_are_moves()) == []
    assert kept() == [(date(2026, 10, 1), 0, 0, 9), (date(2026, 11, 20), 5, 0, 5)]


@pytest.mark.django_db
def test_a_file_brings_days_before_the_ledger_once(shelf):
    warehouse, sku = shelf
    moved(warehouse, sku, 5, days_ago=3)
    sum_sales(since=date(2026, 11, 1), **BY)
    sales = [
        SalesDraft("W1", sku.code, date(2026, 10, 1), 4),
        SalesDraft("W1", sku.code, date(2026, 11, 21), 4),
        SalesDraft("W1", sku.code, TODAY, 4),
        SalesDraft("W1", "NOPE", date(2026, 10, 1), 4),
        SalesDraft("W9", sku.code, date(2026, 10, 1), 4),
    ]
    for _ in range(2):
        outcome = import_sales(sales=sales, **BY)
        assert outcome.done == [sales[0].key]
        assert [type(no) for no in outcome.refused.values()] == [SalesOverlap, SalesUnsound, NotFound, NotFound]
    assert kept()[0] == (date(2026, 10, 1), 0, 0, 4)
    stranger = Actor("stranger", grants=frozenset({"*"}), warehouse_ids=frozenset())
    assert isinstance(import_sales(sales=sales[:1], actor=stranger, at=AT).refused[sales[0].key], NotFound)


@pytest.mark.django_db
def test_a_history_is_read_as_one_table():
    warehouse, skus = make_warehouse("W1"), make_skus(3)
    make_history(warehouse, skus[:2], days=900, sells=lambda day: day % 5)
    ids = sorted(sku.pk for sku in skus)
    sold = sales_of(ids, warehouse_id=warehouse.pk, today=TODAY)
    assert sold.shape == (3, HISTORY_DAYS)
    assert list(sold[0, -3:]) == [2.0, 3.0, 4.0]
    assert sold[2].sum() == 0
    assert list(sales_of_all(warehouse_id=warehouse.pk, today=TODAY)) == list(sold.sum(axis=0))
    assert list(sales_of([ids[1]], warehouse_id=warehouse.pk, today=TODAY)[0]) == list(sold[1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # one shelf serves all examples
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 6), st.booleans()), max_size=12))
@pytest.mark.django_db
def test_whatever_moves_the_kept_sums_are_those_of_the_moves(shelf, moves):
    warehouse, sku = shelf
    for number, (pieces, days_ago, back) in enumerate(moves):
        moved(warehouse, sku, pieces, days_ago=days_ago, back=back)
        if number % 4 == 0:
            sum_sales(since=date(2026, 11, 10), **BY)
    sum_sales(since=date(2026, 11, 10), **BY)
    assert list(sales_are_moves()) == []
