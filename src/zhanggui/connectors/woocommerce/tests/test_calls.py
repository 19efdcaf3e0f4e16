"""Signing, waiting, and what a shop's errors mean."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.woocommerce.channel import WooCommerce
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.stage.testing import serving_securely


@pytest.fixture
def https(other, tmp_path, monkeypatch):
    with serving_securely(other.server, tmp_path / "own.pem") as url:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
        yield url


def test_over_https_the_key_goes_in_a_header(channel, make_account, other, https):
    (number,) = other.place()
    account = make_account(https)
    assert [order.number for order in channel.fetch(account, numbers=[number]).orders] == [number]
    assert channel.check(account).shop_name
    wrong = make_account(https, consumer_key="ck_other")
    with pytest.raises(ChannelLoginExpired):
        channel.check(wrong)


def test_a_key_that_may_only_read_is_told_when_it_writes(channel, account, other):
    (number,) = other.place()
    other.shop.porter.may_write = False
    assert channel.fetch(account, numbers=[number]).orders
    with pytest.raises(ChannelLoginExpired):
        channel.write_memo(account, order_number=number, memo="急", flag=1)


def test_a_clock_that_is_off_is_refused_by_the_shop(other, make_account):
    late = WooCommerce(clock=lambda: other.now() - timedelta(minutes=16), sleep=lambda _: None)
    with pytest.raises(ChannelLoginExpired):
        late.check(make_account(other.url))
    late.close()


def test_a_short_wait_is_sat_out(channel, account, other, slept):
    (number,) = other.place()
    other.throttle(2)

    def wait(seconds: float) -> None:
        slept.append(seconds)
        other.move(seconds=seconds)

    channel._sleep = wait
    assert channel.fetch(account, numbers=[number]).orders
    assert slept == [2]


@pytest.mark.parametrize("missing", ["url", "consumer_key"])
def test_an_account_that_lacks_something_names_it(channel, make_account, other, missing):
    account = make_account(other.url)
    with pytest.raises(AccountIncomplete, match=missing):
        channel.check(replace(account, settings={**account.settings, missing: ""}))


@pytest.mark.parametrize("url", ["shop.example.test", "ftp://shop.example.test"])
def test_an_address_nobody_can_call_is_named(channel, make_account, url):
    with pytest.raises(AccountIncomplete, match="url"):
        channel.check(make_account(url))


def test_a_shop_that_refuses_is_quoted(channel, account, other):
    (number,) = other.place()
    other.server.faults.add("refuse", call="order", code="woocommerce_rest_odd", sentence="Something is odd.")
    with pytest.raises(ChannelRefused, match="Something is odd"):
        channel.fetch(account, numbers=[number])


def test_nothing_listening_is_down(channel, make_account):
    with pytest.raises(ChannelDown):
        channel.check(make_account("http://127.0.0.1:9"))


def test_stock_goes_in_batches_of_a_hundred_and_each_is_answered_for_itself(channel, account, other):
    rows = [{"code": f"C{nth}", "title": f"ware {nth}", "price": "1.00", "stock": 1} for nth in range(230)]
    other.market.shelf.load(rows)
    listed = [listing for page in channel.listings(account) for listing in page]
    offers = [StockOffer(one.listing, one.sku_code, nth) for nth, one in enumerate(listed)]
    bad = [StockOffer("4711", "gone", 1), StockOffer("4711:12", "gone", 1), StockOffer("what", "gone", 1)]
    other.server.calls.clear()
    told = dict(channel.write_stock(account, offers=offers + bad))
    assert list(other.server.calls).count("products_batch") == 3
    assert {offer: refusal is None for offer, refusal in told.items()} == dict.fromkeys(offers, True) | dict.fromkeys(
        bad, False
    )
    assert [other.stock_of(offer.sku_code) for offer in offers] == [offer.quantity for offer in offers]


def test_a_long_ban_ends_the_telling_and_none_is_said_to_be_done(channel, account, other):
    other.throttle(90)
    offers = [StockOffer("1", "a", 1)]
    with pytest.raises(ChannelThrottled):
        list(channel.write_stock(account, offers=offers))


def test_an_order_in_the_bin_is_cancelled_and_one_that_is_gone_is_unknown(channel, account, other):
    kept, gone = other.place(2)
    other.shop.orders.delete(kept, force=False)
    other.shop.orders.delete(gone, force=True)
    page = channel.fetch(account, numbers=[kept, gone, "no-number"])
    assert [(order.number, order.state.value) for order in page.orders] == [(kept, "cancelled")]
    assert [one.number for one in page.set_aside] == [gone, "no-number"]
