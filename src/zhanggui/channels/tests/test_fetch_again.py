"""Orders read again: what could not be read, and what a parcel kept from changing."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.catalog.models import Product, Sku
from zhanggui.channels.flows.fetch_unread import fetch_unread
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.jobs import fetch_disputed_orders
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of
from zhanggui.channels.testing import ACTOR
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.models import Hold, Order, OrderLine

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
READ = "taobao.trade.fullinfo.get"
UNKNOWN = {"method": READ, "code": 15, "sub_code": "isv.trade-not-exist", "sub_msg": "交易订单不存在"}


def pull(link):
    return pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())


def test_an_unread_order_is_here_once_it_can_be_read(link, place, served):
    placed = place(1)
    served.simulator.platform.chaos.add("refuse", times=2, **UNKNOWN)
    pull(link)
    (aside,) = Unread.objects.all()

    again = fetch_unread(unread_ids=[aside.pk], actor=ACTOR, at=timezone.now())
    assert again.done == []
    assert again.refused[aside.pk].sentence
    outcome = fetch_unread(unread_ids=[aside.pk], actor=ACTOR, at=timezone.now())

    assert outcome.done == [aside.pk]
    assert list(Order.objects.values_list("number", flat=True)) == placed
    assert not Unread.objects.exists()


def test_a_changed_item_is_taken_over_when_its_parcel_lets_go(link, place, served):
    rows = served.simulator.catalogue.all()
    product = Product.objects.create(code="P", name="P")
    Sku.objects.bulk_create([Sku(product=product, code=row.outer_id) for row in rows])
    make_stock(make_warehouse(), [(sku.pk, 9) for sku in Sku.objects.all()])
    (number,) = place(1, lines=[{"code": rows[0].outer_id, "num": 1}])
    pull(link)
    order = Order.objects.get(number=number)
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    (parcel_id,) = take_to("planned", [order.pk])
    other = next(
        row.outer_id for row in served.simulator.catalogue.of_item(rows[0].num_iid) if row.outer_id != rows[0].outer_id
    )

    served.simulator.do("change_item", [number], code=other)
    ShopLink.objects.update(pulled_at=None)
    pull(link)
    assert OrderLine.objects.get().sku_code == rows[0].outer_id
    assert Hold.objects.filter(order=order, reason="change_waits").exists()
    stop_parcels(parcel_ids=[parcel_id], reason="item_change", actor=ACTOR, at=timezone.now())

    line = OrderLine.objects.get()
    assert (line.sku_code, line.sku_id, line.wanted) == (other, Sku.objects.get(code=other).pk, None)
    assert not Hold.objects.filter(order=order, reason="change_waits").exists()


def test_what_disagrees_is_asked_of_the_platform(link, place):
    (number,) = place(1)
    pull(link)
    order = Order.objects.get(number=number)
    (words,) = channel_of(link).fetch(account_of(link), numbers=[number]).orders
    other = replace(words, buyer_message="from a file", raw=b"other")
    import_orders(shop_id=link.shop_id, orders=[other], source="file", actor=ACTOR, at=timezone.now())
    assert Hold.objects.filter(order=order, reason="conflict").exists()

    fetch_disputed_orders(ids=[order.pk])

    assert not Hold.objects.filter(order=order).exists()
    order.refresh_from_db()
    assert order.buyer_message != "from a file"
