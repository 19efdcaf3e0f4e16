"""The connector of Vendure against the real server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.live.vendure_shop import PASSWORD, USER, vendure_shop
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.vendure.channel import Vendure
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def shop():
    with vendure_shop() as shop:
        yield shop


@pytest.fixture(scope="module")
def channel():
    channel = Vendure()
    yield channel
    channel.close()


@pytest.fixture
def account(shop):
    return ShopAccount(1, "VE01", {"url": shop.url, "username": USER}, {"password": PASSWORD})


def one(channel, account, number):
    (order,) = channel.fetch(account, numbers=[number]).orders
    return order


def test_the_account_is_tried(channel, account):
    assert channel.check(account).shop_name
    with pytest.raises(ChannelLoginExpired):
        channel.check(replace(account, secrets={"password": "other"}))


def test_an_order_of_the_shop_is_pulled_whole(shop, channel, account):
    number = shop.place()
    now = datetime.now(UTC)
    pages = list(channel.pull(account, since=now - timedelta(minutes=10), until=now + timedelta(minutes=1)))
    (order,) = [order for page in pages for order in page.orders if order.number == number]
    assert not [aside for page in pages for aside in page.set_aside]
    told = shop.order(number, "totalWithTax shippingWithTax")
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert (order.paid * 100, order.freight * 100) == (told["totalWithTax"], told["shippingWithTax"])
    assert sum(line.amount for line in order.lines) + order.freight == order.paid
    assert {(line.sku_code, line.quantity) for line in order.lines} == {("SOCK-BLACK", 2), ("SOCK-WHITE", 2)}
    assert (order.receiver.name, order.receiver.city) == ("张三", "杭州市")
    placed = channel.placed(account, since=now - timedelta(minutes=10), until=now + timedelta(minutes=1))
    assert number in [each for page in placed for each in page]
    assert isinstance(channel.fetch(account, numbers=["999999"]).set_aside[0].refusal, OrderUnknown)


def test_a_payment_does_not_move_the_moment_of_the_order_and_is_pulled_all_the_same(shop, channel, account):
    """What the README says of it; when this fails, the README is wrong."""
    number = shop.place()
    before = shop.order(number, "state")
    channel.ship(account, notice=ShipmentNotice(number, "zto", "75000"))
    after = shop.order(number, "state")
    assert (before["updatedAt"], before["state"]) == (after["updatedAt"], "PaymentSettled")
    assert after["state"] == "Shipped"
    now = datetime.now(UTC)
    pages = channel.pull(account, since=now - timedelta(seconds=30), until=now + timedelta(minutes=1))
    states = {order.number: order.state for page in pages for order in page.orders}
    assert states[number] is ChannelState.SHIPPED


def test_parcels_are_told_line_by_line_and_once(shop, channel, account):
    number = shop.place()
    first, second = one(channel, account, number).lines
    for _ in range(2):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "75001", (first.number,)))
    assert one(channel, account, number).state is ChannelState.PARTIALLY_SHIPPED
    with pytest.raises(ChannelRefused):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "75009", (first.number,)))
    for waybill in ("75002", "75003"):
        channel.ship(account, notice=ShipmentNotice(number, "zto", waybill, (second.number,), pieces=(1,)))
    assert one(channel, account, number).state is ChannelState.SHIPPED
    made = shop.order(number, "fulfillments {state method trackingCode}")["fulfillments"]
    assert sorted(each["trackingCode"] for each in made) == ["75001", "75002", "75003"]
    assert {each["state"] for each in made} == {"Shipped"}


def test_a_cancelled_order_is_not_sent(shop, channel, account):
    number = shop.place()
    shop.cancel(number)
    assert one(channel, account, number).state in {ChannelState.CANCELLED, ChannelState.CLOSED_REFUNDED}
    with pytest.raises(ChannelRefused):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "77001"))


def test_an_order_that_is_not_paid_waits_for_its_money(shop, channel, account):
    assert one(channel, account, shop.place(paid=False)).state is ChannelState.PENDING_PAYMENT


def test_stock_is_what_can_be_bought_and_prices_are_what_was_written(shop, channel, account):
    listings = [listing for page in channel.listings(account) for listing in page]
    assert {listing.sku_code for listing in listings} == {"SOCK-BLACK", "SOCK-WHITE", "CUP-500"}
    listing = listings[-1]
    good, bad = StockOffer(listing.listing, listing.sku_code, 500), StockOffer("999999", "none", 1)
    told = dict(channel.write_stock(account, offers=[bad, good]))
    assert told[good] is None
    assert isinstance(told[bad], ChannelRefused)
    price = PriceOffer(listing.listing, listing.sku_code, Decimal("23.45"))
    assert list(channel.write_prices(account, offers=[price])) == [(price, None)]
    again = {one.listing: one for page in channel.listings(account) for one in page}[listing.listing]
    assert (again.quantity, again.price) == (500, Decimal("23.45"))
