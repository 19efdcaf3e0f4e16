"""Platforms offer what is free, are told only what changed, and never get back what a buyer has just taken."""

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.catalog.models import Product, Sku
from zhanggui.channels.desks import publish_soon
from zhanggui.channels.flows.publish_stock import publish_stock
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.jobs import publish_all_shops, publish_shop
from zhanggui.channels.models import Offer
from zhanggui.channels.testing import ACTOR
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.models import Fact

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
STOCK = "taobao.skus.quantity.update"
CODE = "TS-BLK-M"


@pytest.fixture
def shelf(link, place):
    """Twelve pieces in each of two warehouses, and one order of two that nobody has claimed yet."""
    sku = Sku.objects.create(product=Product.objects.create(code="P", name="Goods"), code=CODE, weight_g=100)
    for code in ("W1", "W2"):
        make_stock(make_warehouse(code), {sku.pk: 12})
    place(1, lines=[{"code": CODE, "num": 2}])
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return sku


def publish(link, **which):
    return publish_stock(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now(), **which)


def calls(served) -> int:
    return sum(call["method"] == STOCK for call in served.simulator.log)


def offered(served) -> int:
    (stock,) = (each.stock for each in served.simulator.catalogue.all() if each.outer_id == CODE)
    return stock


def test_the_platform_offers_what_is_free_in_all_warehouses(shelf, link, served):
    assert publish(link).done == [link.shop_id]
    assert offered(served) == 22
    assert Offer.objects.values_list("sku_code", "quantity").get() == (CODE, 22)


def test_what_did_not_change_is_not_told_again(shelf, link, served):
    publish(link)
    publish(link)
    assert calls(served) == 1


def test_other_skus_are_left_out(shelf, link, served):
    publish(link, sku_ids=[shelf.pk + 1])
    assert calls(served) == 0


def test_a_platform_that_is_down_is_told_by_the_next_round(shelf, link, served):
    served.simulator.chaos.add("http502", times=1000)
    assert publish(link).done == []
    assert not Offer.objects.exists()
    served.simulator.chaos.clear()
    publish(link)
    assert offered(served) == 22


def test_what_the_platform_does_not_take_is_on_record(shelf, link, served):
    from zhanggui.orders.models import OrderLine

    OrderLine.objects.update(listing="1:2")
    assert publish(link).done == [link.shop_id]
    assert Fact.objects.get(name="channels.stock.refused").data["listing"] == "1:2"
    assert not Offer.objects.exists()


def test_the_clock_and_the_button_ask_for_one_job_per_shop(shelf, link, served):
    publish_all_shops(timestamp=0)
    publish_soon(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert ProcrastinateJob.objects.filter(task_name="channels.publish_shop", queue_name="push").count() == 1
    publish_shop(shop_id=link.shop_id)
    assert offered(served) == 22
