"""The main job, from import to hand-over and back, through every flow."""

import pytest

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.inventory.models import Availability, Move
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


def make_two_skus() -> tuple[Sku, Sku]:
    product = Product.objects.create(code="TS", name="T-shirt")
    a = Sku.objects.create(product=product, code="TS-A", weight_g=200)
    b = Sku.objects.create(product=product, code="TS-B", weight_g=150)
    Barcode.objects.create(code="111", sku=a)
    Barcode.objects.create(code="222", sku=b)
    return a, b


@pytest.fixture
def world(db):
    a, b = make_two_skus()
    warehouse = make_warehouse()
    make_stock(warehouse, {a.pk: 10, b.pk: 10})
    return make_shop(), a, b


def test_an_order_goes_from_import_to_hand_over(world):
    shop, a, _b = world
    order_ids = make_orders(shop, [channel_order(skus={"TS-A": 2, "TS-B": 1}), channel_order(skus=["TS-A"])])

    parcel_ids = take_to("shipped", order_ids)

    assert set(Parcel.objects.filter(pk__in=parcel_ids).values_list("state", flat=True)) == {"shipped"}
    assert set(Order.objects.values_list("state", flat=True)) == {"shipped"}
    line = OrderLine.objects.get(order_id=order_ids[0], sku=a)
    assert (line.ordered, line.claimed, line.picked, line.packed, line.shipped) == (2, 2, 2, 2, 2)
    stock = Availability.objects.get(sku=a)
    assert (stock.sellable, stock.claimed) == (7, 0)
    assert Move.objects.filter(cause="ship_parcels").count() == 3


@pytest.mark.parametrize("stage", ["planned", "waved", "printed", "picked", "verified", "weighed"])
def test_a_stop_at_any_stage_gives_everything_back(world, stage):
    shop, *_skus = world
    order_ids = make_orders(shop, [channel_order(skus={"TS-A": 2, "TS-B": 1})])
    parcel_ids = take_to(stage, order_ids)

    stop_parcels(parcel_ids=parcel_ids, reason="refund", actor=ACTOR, at=AT)
    refused = ship_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=AT).refused
    assert set(refused) == set(parcel_ids)
    empty_basket(parcel_ids=parcel_ids, actor=ACTOR, at=AT)

    assert Parcel.objects.get().state == "void"
    assert Order.objects.get().state == "to_review"
    assert list(OrderLine.objects.values_list("claimed", "picked", "packed")) == [(0, 0, 0)] * 2
    assert list(Availability.objects.order_by("sku").values_list("sellable", "claimed")) == [(10, 0), (10, 0)]
