"""Binding and exchanging from the sheet of an order."""

from decimal import Decimal

import pytest
from django.test import Client
from tests.world import World, make_world

from zhanggui.orders.models import Exchange, OrderLine
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2)


@pytest.fixture
def clerk(world: World, client: Client) -> Client:
    client.force_login(make_user("rita", roles=["reviewer"], shop_ids=[world.shop.pk]))
    return client


def line_of(world: World, code: str) -> OrderLine:
    (order_id,) = make_orders(world.shop, [channel_order(skus={code: 1})])
    return OrderLine.objects.get(order_id=order_id)


def test_a_line_is_bound_from_the_sheet(world, clerk):
    line = line_of(world, "STRANGE")
    sheet = clerk.get(f"/sheet/orders/{line.order_id}/").content.decode()
    assert f"/orders/lines/{line.pk}/bind" in sheet
    refused = clerk.post(f"/orders/lines/{line.pk}/bind", {"sku_code": "NONE"})
    assert refused.status_code == 422
    assert "NONE" in refused.content.decode()
    clerk.post(f"/orders/lines/{line.pk}/bind", {"sku_code": world.skus[0].code, "remember": "on"})
    assert OrderLine.objects.get().sku == world.skus[0]
    assert line_of(world, "STRANGE").sku == world.skus[0]


def test_goods_are_exchanged_and_taken_back_on_the_sheet(world, clerk):
    line = line_of(world, world.skus[0].code)
    assert clerk.get(f"/orders/lines/{line.pk}/exchange").status_code == 200
    asked = {"sku_code": world.skus[1].code, "quantity": 2, "price_difference": "-1.50"}
    clerk.post(f"/orders/lines/{line.pk}/exchange", asked)
    assert Exchange.objects.get().price_difference == Decimal("-1.50")
    sheet = clerk.get(f"/sheet/orders/{line.order_id}/").content.decode()
    assert "1.50" in sheet
    assert world.skus[1].code in sheet
    clerk.post(f"/orders/lines/{line.pk}/take-back")
    assert OrderLine.objects.get(is_cancelled=False).pk == line.pk


def test_a_line_of_an_order_out_of_sight_is_not_found(world, client):
    line = line_of(world, world.skus[0].code)
    client.force_login(make_user("rita", roles=["reviewer"], shop_ids=[make_shop().pk]))
    assert client.get(f"/orders/lines/{line.pk}/exchange").status_code == 404


def test_a_sku_is_found_while_someone_types(world, clerk):
    code = world.skus[0].code
    found = clerk.get("/orders/find-skus", {"q": code}).json()["skus"]
    assert found[0]["code"] == code
