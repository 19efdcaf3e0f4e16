"""Stock is written as it was read, prices product by product, and big shops are listed by a file."""

from decimal import Decimal

import pytest

from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.shopify.client import ShopifyClient
from zhanggui.connectors.shopify.goods import NotStockedHere, StockNotTracked, list_variants
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused


def offers(other, *quantities):
    wares = other.market.shelf.all()
    return [StockOffer(ware.sku, ware.code, quantity) for ware, quantity in zip(wares, quantities, strict=False)]


@pytest.fixture
def selling(other, monkeypatch):
    """A piece is sold just before each of the next writes of stock."""
    left = [0]
    write = other.shop.goods.set_quantities

    def sell_and_write(given, **more):
        if left[0]:
            left[0] -= 1
            ware = other.market.shelf.all()[0]
            other.market.shelf.set_stock(ware.sku, ware.stock - 1)
        return write(given, **more)

    monkeypatch.setattr(other.shop.goods, "set_quantities", sell_and_write)
    return left


def test_what_is_sold_between_reading_and_writing_is_read_again(channel, account, other, selling):
    asked = offers(other, 5, 6)
    selling[0] = 2
    assert dict(channel.write_stock(account, offers=asked)) == dict.fromkeys(asked)
    assert [other.stock_of(offer.sku_code) for offer in asked] == [5, 6]


def test_stock_that_changes_every_time_is_told_as_such_and_is_not_written(channel, account, other, selling):
    asked = offers(other, 5)
    selling[0] = 99
    ((_, refused),) = channel.write_stock(account, offers=asked)
    assert refused.data["code"] == "CHANGE_FROM_QUANTITY_STALE"
    assert other.stock_of(asked[0].sku_code) != 5


def test_one_that_is_wrong_keeps_no_other_from_being_written(channel, account, other):
    bad, far, uncounted, good = asked = offers(other, -1, 2, 3, 4)
    other.shop.goods.elsewhere.add(far.listing)
    other.shop.goods.untracked.add(uncounted.listing)
    odd = StockOffer("no-number", "x", 1)
    told = dict(channel.write_stock(account, offers=[odd, *asked]))
    assert {offer: type(refusal) for offer, refusal in told.items() if offer != bad} == {
        odd: ChannelRefused, far: NotStockedHere, uncounted: StockNotTracked, good: type(None),
    }  # fmt: skip
    assert told[bad].data["code"] == "INVALID_QUANTITY_NEGATIVE"
    assert other.stock_of(good.sku_code) == 4


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http500"])
def test_a_write_whose_answer_is_lost_is_known_again_by_its_key(channel, account, other, kind):
    asked = offers(other, 7)
    other.trouble(kind, call="inventorySetQuantities")
    assert dict(channel.write_stock(account, offers=asked)) == dict.fromkeys(asked)
    assert other.stock_of(asked[0].sku_code) == 7
    assert len(other.market.stock_writes) == 1


def test_more_than_a_batch_is_written_in_batches(channel, account, other, monkeypatch):
    monkeypatch.setattr("zhanggui.connectors.shopify.goods.QUANTITIES_AT_ONCE", 15)
    asked = offers(other, *range(200))
    assert dict(channel.write_stock(account, offers=asked)) == dict.fromkeys(asked)
    assert [other.stock_of(offer.sku_code) for offer in asked] == list(range(len(asked)))
    assert list(other.server.calls).count("inventorySetQuantities") == 3


def test_of_several_locations_the_account_must_name_one(channel, account, make_account, other, monkeypatch):
    places = other.shop.goods.locations
    second = {"__typename": "Location", "id": "gid://shopify/Location/2", "name": "仓库2", "isActive": True}
    monkeypatch.setattr(other.shop.goods, "locations", lambda: [*places(), second])
    asked = offers(other, 3)
    with pytest.raises(AccountIncomplete, match="location_id"):
        list(channel.write_stock(account, offers=asked))
    named = make_account(other.url, location_id="1")
    assert dict(channel.write_stock(named, offers=asked)) == dict.fromkeys(asked)


def test_a_price_that_is_wrong_keeps_no_other_from_being_written(channel, account, other):
    first, *_ = other.market.shelf.all()
    good, bad = PriceOffer(first.sku, first.code, Decimal("9.90")), PriceOffer("4711", "x", Decimal("1.00"))
    told = dict(channel.write_prices(account, offers=[bad, good]))
    assert (type(told[bad]), told[good]) == (ChannelRefused, None)
    assert other.market.shelf.find(sku=first.sku).price == 990


@pytest.fixture
def shopify(channel, account) -> ShopifyClient:
    return channel._client(account)


def test_a_big_shop_is_listed_by_a_file_as_a_small_one_is_by_pages(shopify, other, slept):
    by_page = [listing for page in list_variants(shopify) for listing in page]
    calls = list(other.server.calls)
    by_file = [listing for page in list_variants(shopify, bulk_from=1) for listing in page]
    assert by_file == by_page
    assert {"bulkOperationRunQuery", "bulk"} <= set(other.server.calls) - set(calls)
    assert slept == [5]


def test_a_file_that_was_not_made_is_told(shopify, other):
    other.shop.bulk.fails = True
    with pytest.raises(ChannelDown, match="FAILED"):
        list(list_variants(shopify, bulk_from=1))


def test_a_price_of_three_decimals_is_not_told_and_the_listing_is(channel, account, other, monkeypatch):
    variants = other.shop.goods.variants
    monkeypatch.setattr(other.shop.goods, "variants", lambda: [{**row, "price": "1.234"} for row in variants()])
    listed = [one for page in channel.listings(account) for one in page]
    assert {one.price for one in listed} == {None}
    assert len(listed) == len(variants())


def test_a_listing_says_what_it_is(channel, account, other):
    listed = {one.listing: one for page in channel.listings(account) for one in page}
    ware = next(ware for ware in other.market.shelf.all() if ware.spec)
    own = listed[ware.sku]
    assert (own.title, own.spec, own.sku_code, own.quantity, own.is_on_sale) == (
        ware.title, ware.spec, ware.code, ware.stock, True,
    )  # fmt: skip
