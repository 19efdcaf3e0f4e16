"""Shops of one's own, on WooCommerce, django-oscar and Shopify: from the order in the shop to the parcel it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import queue, tell, waybill
from zhanggui.connectors.oscar.channel import Oscar
from zhanggui.connectors.shopify.channel import Shopify
from zhanggui.connectors.woocommerce.channel import WooCommerce
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.market.sales import Case, Stage
from zhanggui.simulators.oscar.simulator import PASSWORD, USER, OscarSimulator
from zhanggui.simulators.shopify.simulator import TOKEN, ShopifySimulator
from zhanggui.simulators.woocommerce.simulator import KEY, SECRET, WooSimulator

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
ONE = [("TS-BLK-M", 1)]
TWO = [("TS-BLK-M", 1), ("MUG-350-W", 2)]


@dataclass
class OwnShop:
    """One shop, linked to its simulator."""

    simulator: Any
    shop_id: int

    def pull(self) -> None:
        assert pull_orders(shop_ids=[self.shop_id], actor=ACTOR, at=timezone.now()).done == [self.shop_id]

    def send(self, *numbers: str) -> dict[str, int]:
        """The parcels of these orders, which were pulled, by number."""
        ids = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
        handle_remarks(order_ids=list(ids.values()), actor=ACTOR, at=timezone.now())
        parcels = take_to("shipped", [ids[number] for number in numbers], at=timezone.now())
        return dict(zip(numbers, parcels, strict=True))


def linked(channel: str, url: str, simulator: Any, setting: dict[str, str], secrets: dict[str, str]) -> OwnShop:
    shop = make_shop(channel=channel)
    since = timezone.now() - timedelta(minutes=30)
    draft = LinkDraft(shop_id=shop.pk, settings={"url": url} | setting, secrets=secrets, covered_to=since)
    link_shops(links=[draft], actor=ACTOR, at=timezone.now()).one()
    return OwnShop(simulator, shop.pk)


@pytest.fixture
def woo(transactional_db, monkeypatch) -> Iterator[OwnShop]:
    monkeypatch.setitem(installed(GROUP), "woocommerce", WooCommerce(sleep=lambda seconds: None))
    simulator = WooSimulator(seed=7)
    with simulator.server.serving() as url:
        yield linked("woocommerce", url, simulator, {"consumer_key": KEY}, {"consumer_secret": SECRET})


@pytest.fixture
def oscar(transactional_db, monkeypatch) -> Iterator[OwnShop]:
    monkeypatch.setitem(installed(GROUP), "oscar", Oscar(sleep=lambda seconds: None))
    simulator = OscarSimulator(seed=7)
    with simulator.server.serving() as url:
        yield linked("oscar", f"{url}/api", simulator, {"username": USER}, {"password": PASSWORD})


@pytest.fixture
def shopify(transactional_db, monkeypatch) -> Iterator[OwnShop]:
    monkeypatch.setitem(installed(GROUP), "shopify", Shopify(sleep=lambda seconds: None))
    simulator = ShopifySimulator(seed=7)
    with simulator.server.serving() as url:
        yield linked("shopify", url, simulator, {}, {"access_token": TOKEN})


def test_woocommerce_shows_the_waybill_of_every_parcel_and_the_buyer_reads_it_once(woo, stock):
    numbers = [woo.simulator.market.place(lines=lines)[0] for lines in (ONE, TWO)]
    woo.pull()
    parcels = woo.send(*numbers)
    notices = queue(parcels)
    assert sorted(tell(notices).done) == notices
    for number, parcel_id in parcels.items():
        sale = woo.simulator.market.sales[number]
        assert sale.stage is Stage.SHIPPED
        (note,) = sale.own["notes"]
        assert waybill(parcel_id) in note["note"]
    woo.pull()
    assert set(Order.objects.values_list("channel_state", flat=True)) == {"completed"}


def test_what_was_paid_back_at_woocommerce_is_closed_here(woo, stock):
    number, _ = woo.simulator.market.place(2, lines=ONE, spread_s=60)  # a moment of WooCommerce is a whole second
    woo.pull()
    case = woo.simulator.market.ask_refund(number)
    woo.simulator.market.settle_refund(number, case, Case.PAID_BACK)
    ShopLink.objects.update(pulled_at=None)
    woo.pull()
    assert Order.objects.get(number=number).channel_state == "closed_refunded"


def test_a_shop_on_oscar_is_told_by_a_person_and_the_notice_is_done_when_it_shows_it(oscar, stock):
    (number,) = oscar.simulator.market.place(lines=TWO)
    oscar.pull()
    parcels = oscar.send(number)
    (notice,) = queue(parcels)
    tell([notice])
    refused = Notice.objects.get(pk=notice)
    assert (refused.state, waybill(parcels[number]) in refused.trouble) == ("refused", True)
    with oscar.simulator.market.changing(number, "shipped") as sale:
        sale.stage = Stage.SHIPPED
    retry_notices(notice_ids=[notice], actor=ACTOR, at=timezone.now())
    assert tell([notice]).done == [notice]


def test_pulling_oscar_again_reads_only_what_changed_and_adds_nothing(oscar, stock):
    numbers = oscar.simulator.market.place(3, lines=ONE)
    for _ in range(3):
        oscar.pull()
    assert sorted(Order.objects.values_list("number", flat=True)) == sorted(numbers)
    before = list(oscar.simulator.server.calls)
    oscar.pull()
    assert len(oscar.simulator.server.calls) - len(before) == 1
    assert Order.objects.count() == 3


def test_shopify_shows_every_parcel_with_its_waybill(shopify, stock):
    numbers = [shopify.simulator.market.place(lines=lines)[0] for lines in (ONE, TWO)]
    shopify.pull()
    parcels = shopify.send(*numbers)
    notices = queue(parcels)
    assert sorted(tell(notices).done) == notices
    for number, parcel_id in parcels.items():
        sale = shopify.simulator.market.sales[number]
        assert [parcel.waybill for parcel in sale.parcels] == [waybill(parcel_id)]
        assert sale.stage is Stage.SHIPPED
    ShopLink.objects.update(pulled_at=None)
    shopify.pull()
    assert set(Order.objects.values_list("channel_state", flat=True)) == {"shipped"}


def test_what_was_paid_back_at_shopify_is_closed_here(shopify, stock):
    number, _ = shopify.simulator.market.place(2, lines=ONE, spread_s=60)
    shopify.pull()
    case = shopify.simulator.market.ask_refund(number)
    shopify.simulator.market.settle_refund(number, case, Case.PAID_BACK)
    ShopLink.objects.update(pulled_at=None)
    shopify.pull()
    assert Order.objects.get(number=number).channel_state == "closed_refunded"
