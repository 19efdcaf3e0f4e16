"""Desks, sheets and forms of stock."""

from dataclasses import replace

import pytest
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Availability, Balance, Location, Move
from zhanggui.inventory.queries import stock_card
from zhanggui.inventory.rules.codes import RangeBackwards, TooManyPlaces, spread_codes
from zhanggui.inventory.testing import ACTOR, AT, make_warehouse, place_of
from zhanggui.kernel.actor import Actor
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks, sheets


@pytest.fixture
def shelf(db):
    warehouse, (sku,) = make_warehouse(), make_skus(1)
    receipt = Receipt(1, place_of(warehouse, "P-01"), sku.pk, 30, sku.cost)
    receive_goods(receipts=[receipt], actor=ACTOR, at=AT).one()
    return warehouse, sku


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(make_user("wu", roles=["warehouse_manager"]))
    return client


def test_every_stock_desk_and_sheet_opens(shelf, client):
    warehouse, _sku = shelf
    for name in ("stock", "locations", "moves"):
        assert client.get(f"/desk/{name}/").status_code == 200
        assert client.get(f"/desk/{name}/rows").json()["rows"]
    assert client.get(f"/sheet/stock/{Availability.objects.get().pk}/").status_code == 200
    assert client.get(f"/sheet/locations/{place_of(warehouse, 'P-01')}/").status_code == 200


def test_stock_shows_zones_and_hides_cost(shelf):
    keeper = Actor(name="x", grants=frozenset({"see_stock"}))
    (row,) = desk_rows(desks()["stock"], {}, keeper)["rows"]
    assert (row["sellable"], row["free"], row["picking"]) == (30, 30, 30)
    assert "cost" not in row
    assert "unit_cost" not in desk_rows(desks()["moves"], {}, keeper)["rows"][0]


def test_another_warehouse_is_out_of_sight(shelf):
    other = make_warehouse()
    scoped = Actor(name="x", grants=frozenset({"see_stock"}), warehouse_ids=frozenset({other.pk}))
    assert desk_rows(desks()["stock"], {}, scoped)["rows"] == []
    assert desk_rows(desks()["moves"], {}, scoped)["rows"] == []
    warehouses = {row["warehouse"] for row in desk_rows(desks()["locations"], {}, scoped)["rows"]}
    assert warehouses == {other.name}


def test_the_timeline_of_stock_tells_of_its_own_warehouse_only(shelf):
    _warehouse, sku = shelf
    other = make_warehouse()
    receipt = Receipt(2, place_of(other, "P-01"), sku.pk, 5, sku.cost)
    receive_goods(receipts=[receipt], actor=ACTOR, at=AT).one()
    for stock in Availability.objects.all():
        (event,) = [each for each in sheets()["stock"].timeline(stock, ACTOR) if "warehouse_id" in each.data]
        assert event.data["warehouse_id"] == stock.warehouse_id
    scoped = replace(ACTOR, warehouse_ids=frozenset({other.pk}))
    seen = {each.data.get("warehouse_id") for each in sheets()["skus"].timeline(sku, scoped)}
    assert seen == {None, other.pk}


def test_goods_are_received_once_however_often_the_form_is_sent(shelf, client):
    warehouse, sku = shelf
    given = {"cause_id": 77, "warehouse": warehouse.pk, "code": sku.code, "place": "P-02", "quantity": 5, "lot": ""}
    for _ in range(2):
        assert client.post("/stock/receive", given).status_code == 302
    assert Balance.objects.get(location__code="P-02").on_hand == 5
    refused = client.post("/stock/receive", given | {"cause_id": 78, "place": "NOWHERE"})
    assert refused.status_code == 422
    assert Move.objects.count() == 2


def test_a_count_on_the_sheet_sets_the_bin_right(shelf, client):
    stock = Availability.objects.get()
    form = {"cause_id": 5, "place": "P-01", "counted": 28, "note": "周盘"}
    body = {"ids": [stock.pk], "form": form}
    answer = client.post("/desk/stock/act/adjust_stock", body, content_type="application/json")
    assert answer.status_code == 200
    list(answer.streaming_content)
    assert Balance.objects.get(location__code="P-01").on_hand == 28
    card = stock_card(warehouse_id=stock.warehouse_id, sku_id=stock.sku_id)
    assert [(row.change, row.after) for row in card] == [(-2, 28), (30, 30)]


def test_bins_are_opened_by_ranges(shelf, client):
    warehouse, _sku = shelf
    given = {"warehouse": warehouse.pk, "kind": "storage", "codes": "Z-01..Z-12\nZ-X", "first": 100}
    assert client.post("/stock/bins/open", given).status_code == 302
    opened = Location.objects.filter(code__startswith="Z-").order_by("walk_order").values_list("code", "walk_order")
    first, *_others, last = opened
    assert (first, last) == (("Z-01", 100), ("Z-X", 112))


def test_codes_spread():
    assert spread_codes("A-01..A-03 B1，C") == ["A-01", "A-02", "A-03", "B1", "C"]
    assert spread_codes("A-9-1..A-11-1") == ["A-9-1", "A-10-1", "A-11-1"]
    with pytest.raises(RangeBackwards):
        spread_codes("A-9..A-1")
    with pytest.raises(TooManyPlaces):
        spread_codes("A-1..A-99999")
