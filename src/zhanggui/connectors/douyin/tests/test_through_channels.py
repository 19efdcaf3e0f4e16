"""A shop on Douyin through the line to platforms: its orders here, its memos there and back, its parcels told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.fetch_orders import fetch_orders
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.channels.jobs import tell_written_memos
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.connectors.douyin.channel import Douyin
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import MemoEdit, Order
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, DouyinSimulator

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def platform() -> DouyinSimulator:
    return DouyinSimulator(seed=7)


@pytest.fixture
def link(platform: DouyinSimulator, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[ShopLink]:
    connector = Douyin(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "douyin", connector)
    with platform.server.serving() as url:
        shop = make_shop(channel="douyin")
        draft = LinkDraft(
            shop.pk,
            {"gateway": url, "app_key": APP_KEY},
            {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN},
            timezone.now() - timedelta(minutes=30),
        )
        link_shops(links=[draft], actor=ACTOR, at=timezone.now()).one()
        yield ShopLink.objects.get(shop=shop)
    connector.close()


@pytest.fixture
def order(link: ShopLink, platform: DouyinSimulator) -> Order:
    """Placed a minute ago on the platform, and here."""
    code = platform.market.shelf.all()[0].code
    product = Product.objects.create(code="P", name="Goods")
    sku = Sku.objects.create(product=product, code=code, weight_g=100)
    Barcode.objects.create(code=code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 50})
    platform.market.place(lines=[(code, 1)])
    pull(link)
    return Order.objects.get()


def pull(link: ShopLink) -> None:
    """Looks back as far as every pull does, over what was read before."""
    ShopLink.objects.update(pulled_at=None)
    assert pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def write(order: Order, memo: str) -> None:
    assert write_memos(order_ids=[order.pk], memo=memo, flag=1, actor=ACTOR, at=timezone.now()).done


def test_a_memo_of_ours_comes_back_in_the_same_moment_and_is_an_echo(order, link, platform):
    before = order.modified_at
    write(order, "发顺丰")
    tell_written_memos(ids=[order.pk])
    sale = platform.market.sales[order.number]
    assert (sale.memo, sale.flag) == ("发顺丰", 5)
    pull(link)
    order.refresh_from_db()
    assert (order.seller_memo, order.modified_at) == ("发顺丰", before)
    assert not MemoEdit.objects.filter(is_waiting=True).exists()
    assert (facts("orders.order.memo_echoed"), facts("orders.order.data_disagree")) == (1, 0)


def test_what_a_colleague_writes_on_the_platform_is_seen_though_the_order_counts_as_unchanged(order, link, platform):
    platform.market.note(order.number, "客户要求周五发", 4, counts_as_change=False)
    pull(link)
    order.refresh_from_db()
    assert (order.seller_memo, order.seller_flag) == ("客户要求周五发", 2)
    platform.market.note(order.number, "", 0, counts_as_change=False)
    assert fetch_orders(order_ids=[order.pk], actor=ACTOR, at=timezone.now()).done
    order.refresh_from_db()
    assert (order.seller_memo, order.seller_flag, facts("orders.order.data_disagree")) == ("", 0, 0)


def test_a_pull_before_our_memo_was_told_does_not_undo_it(order, link, platform):
    write(order, "加急")
    pull(link)
    order.refresh_from_db()
    assert order.seller_memo == "加急"
    assert MemoEdit.objects.filter(is_waiting=True).exists()


def test_other_content_of_one_moment_is_a_contradiction_all_the_same(order, link, platform):
    platform.market.sales[order.number].lines[0].amount -= 1
    pull(link)
    assert facts("orders.order.data_disagree") == 1


def test_a_parcel_that_left_is_shown_on_the_platform(order, link, platform):
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    parcels = take_to("shipped", [order.pk], at=timezone.now())
    queue_notices(parcel_ids=parcels, actor=ACTOR, at=timezone.now())
    notices = list(Notice.objects.values_list("pk", flat=True))
    assert len(notices) == 1
    assert tell_shipments(notice_ids=notices, actor=ACTOR, at=timezone.now()).done == notices
    (parcel,) = platform.market.sales[order.number].parcels
    assert (parcel.carrier, bool(parcel.waybill)) == ("yuantong", True)
    pull(link)
    order.refresh_from_db()
    assert order.channel_state == "shipped"
