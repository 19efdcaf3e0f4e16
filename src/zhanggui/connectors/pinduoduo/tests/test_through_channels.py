"""A shop on Pinduoduo through the line to platforms: its orders with their receivers here, its parcels shown there."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.fetch_orders import fetch_orders
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.pull_refunds import pull_refunds
from zhanggui.channels.jobs import tell_written_memos
from zhanggui.channels.models import RefundCase, ShopLink
from zhanggui.channels.queries import queued_notices
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import queue, send_out, tell, waybill
from zhanggui.connectors.pinduoduo.channel import Pinduoduo
from zhanggui.connectors.pinduoduo.tests.conftest import READ, SEND
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import MemoEdit, Order
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoShop

MASKS = ("receiver_name_mask", "receiver_phone_mask", "receiver_address_mask")

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def platform() -> PinduoduoShop:
    return PinduoduoShop(seed=7)


@pytest.fixture
def link(platform: PinduoduoShop, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[ShopLink]:
    connector = Pinduoduo(clock=platform.market.clock, sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "pinduoduo", connector)
    with platform.server.serving() as url:
        shop = make_shop(channel="pinduoduo")
        draft = LinkDraft(
            shop.pk,
            {"gateway": f"{url}/api/router", "client_id": CLIENT_ID},
            {"client_secret": CLIENT_SECRET, "access_token": ACCESS_TOKEN},
            timezone.now() - timedelta(minutes=30),
        )
        link_shops(links=[draft], actor=ACTOR, at=timezone.now()).one()
        yield ShopLink.objects.get(shop=shop)
    connector.close()


@pytest.fixture
def order(link: ShopLink, platform: PinduoduoShop) -> Order:
    """Two pieces, placed on the platform and here."""
    code = platform.market.shelf.all()[0].code
    product = Product.objects.create(code="P", name="Goods")
    sku = Sku.objects.create(product=product, code=code, weight_g=100)
    Barcode.objects.create(code=code, sku=sku)
    make_stock(make_warehouse(), {sku.pk: 50})
    platform.market.place(lines=[(code, 2)])
    pull(link, platform)
    return Order.objects.get()


def pull(link: ShopLink, platform: PinduoduoShop) -> None:
    """As soon as lists tell what has happened."""
    platform.market.clock.advance(minutes=4)
    assert pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=platform.market.clock()).done


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def test_the_cursor_stays_three_minutes_behind(order, link, platform):
    link.refresh_from_db()
    assert timedelta(minutes=3) <= platform.market.clock() - link.covered_to < timedelta(minutes=4)
    assert order.channel_state == "awaiting_shipment"


def test_ciphers_stay_when_the_platform_no_longer_tells_them(order, link, platform):
    known = receivers_of([order.pk])[order.pk]
    assert set(json.loads(known.cipher)) == {"name", "mobile", "address"}
    assert known.merge_key.startswith("pinduoduo:")
    for change in (
        lambda number: platform.market.hold(number),
        lambda number: platform.market.ship(number, "115", "1"),
    ):
        change(order.number)
        pull(link, platform)
        assert fetch_orders(order_ids=[order.pk], actor=ACTOR, at=platform.market.clock()).done
        assert receivers_of([order.pk])[order.pk] == known
        platform.market.hold(order.number, held=False)
    assert facts("orders.order.data_disagree") == 0


@pytest.mark.parametrize("mask", ["", "别的打码方式"])
def test_ciphers_stay_though_masks_are_told_otherwise_afterwards(order, link, platform, mask):
    known = receivers_of([order.pk])[order.pk]
    before = platform.methods[READ]

    def unmasked(market, asked):
        answer = before(market, asked)
        answer["order_info_get_response"]["order_info"] |= dict.fromkeys(MASKS, mask)
        return answer

    platform.methods[READ] = unmasked
    platform.market.ship(order.number, "115", "75000000000001")
    pull(link, platform)
    order.refresh_from_db()
    assert order.channel_state == "shipped"
    assert receivers_of([order.pk])[order.pk] == known


def test_a_receiver_that_moved_is_taken_with_the_ciphers_of_the_new_place(order, link, platform):
    known = receivers_of([order.pk])[order.pk]
    platform.market.move_address(order.number)
    pull(link, platform)
    moved = receivers_of([order.pk])[order.pk]
    assert (moved.cipher != known.cipher, moved.merge_key != known.merge_key) == (True, True)
    assert set(json.loads(moved.cipher)) == {"name", "mobile", "address"}


def test_a_memo_of_ours_comes_back_and_is_an_echo(order, link, platform):
    assert write_memos(order_ids=[order.pk], memo="发顺丰", flag=1, actor=ACTOR, at=timezone.now()).done
    tell_written_memos(ids=[order.pk])
    sale = platform.market.sales[order.number]
    assert (sale.memo, sale.flag, sale.own["tag_name"]) == ("发顺丰", 1, "红色")
    pull(link, platform)
    order.refresh_from_db()
    assert (order.seller_memo, order.seller_flag) == ("发顺丰", 1)
    assert not MemoEdit.objects.filter(is_waiting=True).exists()
    assert facts("orders.order.data_disagree") == 0


def test_a_wish_for_money_holds_the_order_and_is_known_as_a_case(order, link, platform):
    case = platform.market.ask_refund(order.number)
    pull(link, platform)
    assert pull_refunds(shop_ids=[link.shop_id], actor=ACTOR, at=platform.market.clock()).done
    order.refresh_from_db()
    assert order.channel_state == "on_hold"
    assert list(RefundCase.objects.values_list("number", flat=True)) == [case]


def test_two_parcels_are_shown_once_both_have_left(order, link, platform):
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    (first,) = take_to("planned", [order.pk], at=timezone.now())
    split_parcels(parcel_ids=[first], way="by_units", limit=1, actor=ACTOR, at=timezone.now()).one()
    second = Parcel.objects.get(split_from_id=first).pk
    send_out([first])
    assert tell(queue({order.number: first})).done == []
    assert SEND not in platform.server.calls
    send_out([second])
    assert len(tell(queue({order.number: second}) + queued_notices(parcel_ids=[first])).done) == 2
    shown = [parcel.waybill for parcel in platform.market.sales[order.number].parcels]
    assert sorted(shown) == sorted([waybill(first), waybill(second)])
    pull(link, platform)
    order.refresh_from_db()
    assert order.channel_state == "shipped"
