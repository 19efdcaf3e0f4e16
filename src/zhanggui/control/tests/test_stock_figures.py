"""Figures follow the ledger: ages first in first out, warnings by lead time, and pages whose numbers open lists."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.test import Client
from tests.listening import heard
from tests.world import AT, BY, World, causes, make_world

from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.control.models import StockFigure
from zhanggui.control.queries import age_sums, signal_sums
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Balance
from zhanggui.inventory.rules.counts import Count
from zhanggui.kernel.actor import Actor
from zhanggui.people.testing import make_user
from zhanggui.planning.models import SalesDay
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
READER = Actor("x", grants=frozenset({"see_stock"}))


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2, pieces=0)


def receive(world: World, sku: Any, pieces: int, days_ago: int) -> None:
    receipt = Receipt(next(causes), world.place("P-01"), sku.pk, pieces)
    outcome = receive_goods(receipts=[receipt], actor=BY["actor"], at=AT - timedelta(days=days_ago))
    assert not outcome.refused


def sell(world: World, sku: Any, pieces: int, days_ago: int) -> None:
    day = (AT - timedelta(days=days_ago)).date()
    SalesDay.objects.create(warehouse=world.warehouse, sku=sku, day=day, sold=pieces)


def figure(world: World, sku: Any) -> StockFigure:
    sum_stock_figures(warehouse_ids=[world.warehouse.pk], **BY)
    return StockFigure.objects.get(sku=sku)


def test_the_oldest_pieces_leave_first(world):
    sku, _ = world.skus
    for pieces, days_ago in ((100, 200), (50, 100), (30, 70), (20, 45), (10, 5)):
        receive(world, sku, pieces, days_ago)
    found = figure(world, sku)
    assert (found.age_30, found.age_60, found.age_90, found.age_180, found.age_older) == (10, 20, 30, 50, 100)
    adjust_stock(counts=[Count(next(causes), world.place("P-01"), sku.pk, 75)], note="", **BY)
    found = figure(world, sku)
    assert (found.age_30, found.age_60, found.age_90, found.age_180, found.age_older) == (10, 20, 30, 15, 0)
    assert found.on_hand == 75 == Balance.objects.filter(sku=sku).aggregate(sum=Sum("on_hand"))["sum"]
    assert found.oldest_on == (AT - timedelta(days=100)).date()


def test_warnings_follow_sales_and_gone_rows_are_gone(world):
    sku, other = world.skus
    receive(world, sku, 50, 10)
    sell(world, sku, 300, 3)
    sell(world, other, 5, 3)
    assert figure(world, sku).signal == "short"
    assert StockFigure.objects.get(sku=other).signal == "out"
    SalesDay.objects.all().delete()
    assert figure(world, sku).signal == "fine"
    assert not StockFigure.objects.filter(sku=other).exists()


def test_ages_that_do_not_sum_are_refused_by_the_database(world):
    receive(world, world.skus[0], 5, 1)
    figure(world, world.skus[0])
    with pytest.raises(IntegrityError, match="stock_figure_ages_sum"), transaction.atomic():
        StockFigure.objects.update(age_30=F("age_30") + 1)


def test_every_number_of_the_overview_opens_rows_that_sum_to_it(world):
    sku, other = world.skus
    receive(world, sku, 50, 100)
    receive(world, other, 40, 10)
    sell(world, other, 300, 3)
    figure(world, sku)
    for sums, name, column in ((signal_sums(READER), "stock-signals", "on_hand"), (age_sums(READER), "stock-ages", "")):
        for one in sums:
            rows = desk_rows(desks()[name], {"tab": one.key}, READER)["rows"]
            assert len(rows) == one.skus
            assert sum(row[column or one.key] for row in rows) == one.pieces
    assert sum(one.pieces for one in age_sums(READER)) == 90


def test_pages_show_no_value_to_the_warehouse(world):
    receive(world, world.skus[0], 5, 1)
    figure(world, world.skus[0])
    client = Client()
    client.force_login(make_user("picker", roles=["picker"]))
    page = client.get("/stock/control").content.decode()
    assert "¥" not in page
    assert client.post("/stock/control/sum").status_code == 403
    row = client.get("/desk/stock-ages/rows").json()["rows"][0]
    assert "value" not in row
    assert row["code"][0]["href"].startswith("/sheet/stock/")
    client.force_login(make_user("buyer", roles=["buyer"]))
    assert "¥" in client.get("/stock/control").content.decode()
    assert client.post("/stock/control/sum").status_code == 302


def test_another_warehouse_is_not_summed_nor_seen(world):
    receive(world, world.skus[0], 5, 1)
    stranger = Actor("x", grants=frozenset({"*"}), warehouse_ids=frozenset())
    outcome = sum_stock_figures(warehouse_ids=[world.warehouse.pk], actor=stranger, at=AT)
    assert list(outcome.refused) == [world.warehouse.pk]
    figure(world, world.skus[0])
    assert desk_rows(desks()["stock-signals"], {"tab": "all"}, stranger)["rows"] == []


def test_lists_take_few_statements(world):
    receive(world, world.skus[0], 5, 1)
    figure(world, world.skus[0])
    with heard() as statements:
        desk_rows(desks()["stock-signals"], {"tab": "all"}, READER)
    assert len(statements) <= 12
