"""Figures follow the ledger: ages first in first out, warnings by lead time, and pages whose numbers open lists."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.test import Client
from tests.listening import heard
from tests.world import AT, BY, World, causes, make_world

from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.control.holding import held_by, standing_of
from zhanggui.control.models import StockFigure
from zhanggui.control.queries import age_sums, life_sums, signal_sums
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Availability, Balance, Lot
from zhanggui.inventory.rules.counts import Count
from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.people.testing import make_user
from zhanggui.planning.models import Forecast, SalesDay, SkuClass
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
    for sums, name, column in (
        (signal_sums(READER), "stock-signals", "on_hand"),
        (age_sums(READER), "stock-ages", ""),
        (life_sums(READER), "stock-ages", ""),
    ):
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


def test_lots_that_end_are_counted_and_safety_keeps_the_service_level(world):
    sku, _ = world.skus
    today = AT.date()
    for days, pieces in ((-1, 3), (20, 4), (60, 5), (200, 6)):
        lot = f"L{days}"
        Lot.objects.create(
            sku=sku, code=lot, expires_on=today + timedelta(days=days), registered_by="x", registered_at=AT
        )
        receipt = Receipt(next(causes), world.place("P-01"), sku.pk, pieces, lot=lot)
        assert not receive_goods(receipts=[receipt], **BY).refused
    Forecast.objects.create(
        warehouse=world.warehouse,
        sku=sku,
        made_on=today,
        method="average",
        weekly=[7],
        profile=[1] * 7,
        sigma=Decimal(3),
    )
    SkuClass.objects.create(warehouse=world.warehouse, sku=sku, abc="a", xyz="x", pieces=1, value=1, classed_on=today)
    found = figure(world, sku)
    assert (found.expired, found.ends_30, found.ends_90, found.on_hand) == (3, 4, 5, 18)
    assert found.safety == 17  # 2.054 × 3 × √7 = 16.30, whole pieces upwards
    assert [one.pieces for one in life_sums(READER)] == [3, 4, 5]


def test_the_sheet_of_stock_names_each_document_that_holds_pieces():
    world = make_world(pieces=10)
    (order_id,) = world.orders(1, units=4)
    assert not review_orders(order_ids=[order_id], **BY).refused
    assert not plan_parcels(order_ids=[order_id], **BY).refused
    stock = Availability.objects.get(sku=world.skus[0])
    reader = Actor("x", grants=frozenset({"see_stock", "see_parcels"}))
    (held,) = held_by(stock, reader)
    parcel = Parcel.objects.get()
    assert held["paper"] == [{"label": parcel.number, "href": f"/sheet/parcels/{parcel.pk}/"}]
    assert held["order"] == [{"label": Order.objects.get().number, "href": ""}]
    assert (held["quantity"], held["until"]) == (4, parcel.ship_by)
    stranger = Actor("x", grants=frozenset({"see_stock", "see_parcels"}), shop_ids=frozenset())
    assert held_by(stock, stranger)[0]["paper"] == []
    StockFigure.objects.create(
        warehouse=world.warehouse, sku=world.skus[0], signal="low", on_hand=10, free=6, sold_month=9, sold_quarter=9,
        lead_days=7, safety=5, age_30=10, value=0, summed_at=AT,
    )  # fmt: skip
    standing = standing_of(stock, reader)
    names = ("on_hand", "unsellable", "claimed", "free", "safety", "above_safety", "on_order")
    assert [standing[name] for name in names] == [10, 0, 4, 6, 5, 1, 0]
