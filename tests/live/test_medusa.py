"""The connector of Medusa against the real server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.live.medusa_shop import medusa_shop
from zhanggui.connectors.medusa.channel import Medusa
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.shipping import ShippedOtherwise
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def shop():
    with medusa_shop() as shop:
        yield shop


@pytest.fixture(scope="module")
def channel():
    channel = Medusa()
    yield channel
    channel.close()


@pytest.fixture
def account(shop):
    return ShopAccount(1, "MD01", {"url": shop.url, "currency": "cny"}, {"api_key": shop.key})


def one(channel, account, number):
    (order,) = channel.fetch(account, numbers=[number]).orders
    return order


def test_the_account_is_tried(channel, account):
    assert channel.check(account).shop_name
    with pytest.raises(ChannelLoginExpired):
        channel.check(replace(account, secrets={"api_key": "sk_other"}))


def test_an_order_of_the_store_is_pulled_whole(shop, channel, account):
    number = shop.place()
    now = datetime.now(UTC)
    pages = list(channel.pull(account, since=now - timedelta(minutes=10), until=now))
    (order,) = [order for page in pages for order in page.orders if order.number == number]
    assert not [aside for page in pages for aside in page.set_aside]
    assert (order.state, order.paid, order.freight) == (ChannelState.AWAITING_SHIPMENT, Decimal("88.80"), Decimal(6))
    assert sum(line.amount for line in order.lines) + order.freight == order.paid
    assert {(line.sku_code, line.quantity) for line in order.lines} == {("SOCK-BLACK", 2), ("SOCK-WHITE", 2)}
    assert (order.receiver.name, order.receiver.city) == ("张三", "杭州市")
    placed = channel.placed(account, since=now - timedelta(minutes=10), until=now)
    assert number in [each for page in placed for each in page]
    assert isinstance(channel.fetch(account, numbers=["order_x"]).set_aside[0].refusal, OrderUnknown)


def test_parcels_are_told_line_by_line_and_once(shop, channel, account):
    number = shop.place()
    first, second = one(channel, account, number).lines
    notice = ShipmentNotice(number, "zto", "75001", (first.number,))
    for _ in range(2):
        channel.ship(account, notice=notice)
    assert one(channel, account, number).state is ChannelState.PARTIALLY_SHIPPED
    with pytest.raises(ShippedOtherwise):
        channel.ship(account, notice=replace(notice, waybill="75009"))
    for line, pieces in ((second, 1), (second, 1)):
        waybill = f"7500{2 + len(shop.order(number)['fulfillments'])}"
        channel.ship(account, notice=ShipmentNotice(number, "zto", waybill, (line.number,), pieces=(pieces,)))
    assert one(channel, account, number).state is ChannelState.SHIPPED
    assert len(shop.order(number)["fulfillments"]) == 3


def test_what_was_packed_for_a_parcel_is_sent_and_not_packed_again(shop, channel, account):
    number = shop.place()
    items = [{"id": line.number, "quantity": line.quantity} for line in one(channel, account, number).lines]
    shop.post(f"orders/{number}/fulfillments", items=items, metadata={"zhanggui_waybill": "76001"})
    channel.ship(account, notice=ShipmentNotice(number, "zto", "76001"))
    (made,) = shop.order(number)["fulfillments"]
    assert [label["tracking_number"] for label in made["labels"]] == ["76001"]


def test_a_cancelled_order_is_not_sent_and_its_money_is_told(shop, channel, account):
    number = shop.place()
    shop.capture(number)
    shop.post(f"orders/{number}/cancel")
    order = one(channel, account, number)
    assert order.state is ChannelState.CLOSED_REFUNDED
    with pytest.raises(ChannelRefused):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "77001"))
    now = datetime.now(UTC)
    pages = channel.refunds(account, since=now - timedelta(minutes=5), until=now + timedelta(minutes=1))
    (case,) = [case for page in pages for case in page.refunds if case.order_number == number]
    assert case.amount == Decimal("88.80")


def test_a_captured_payment_does_not_move_the_moment_of_the_order(shop):
    """What the README says of it; when this fails, the README is wrong."""
    number = shop.place()
    before = shop.order(number)["updated_at"]
    shop.capture(number)
    assert shop.order(number)["updated_at"] == before


def test_memo_is_written_beside_what_others_keep(shop, channel, account):
    number = shop.place()
    shop.post(f"orders/{number}", metadata={"gift": 1})
    channel.write_memo(account, order_number=number, memo="加急", flag=3)
    order = one(channel, account, number)
    assert (order.seller_memo, order.seller_flag) == ("加急", 3)
    assert shop.order(number, "metadata")["metadata"]["gift"] == 1


def test_stock_is_what_can_be_bought_and_prices_in_other_currencies_stay(shop, channel, account):
    (listings,) = channel.listings(account)
    assert {listing.sku_code for listing in listings} == {"SOCK-BLACK", "SOCK-WHITE"}
    listing = listings[0]
    good, bad = StockOffer(listing.listing, listing.sku_code, 500), StockOffer("variant_no", "none", 1)
    told = dict(channel.write_stock(account, offers=[bad, good]))
    assert told[good] is None
    assert isinstance(told[bad], ChannelRefused)
    price = PriceOffer(listing.listing, listing.sku_code, Decimal("23.45"))
    assert list(channel.write_prices(account, offers=[price])) == [(price, None)]
    (again,) = [one for page in channel.listings(account) for one in page if one.listing == listing.listing]
    assert (again.quantity, again.price) == (500, Decimal("23.45"))
    rows = shop.get("product-variants", id=listing.listing, fields="*prices")["variants"][0]["prices"]
    assert {row["currency_code"] for row in rows} == {"cny", "usd"}
