"""Who calls, how much of it there may be, and what errors mean."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.shopify.channel import Shopify
from zhanggui.connectors.shopify.tests.conftest import Other
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.shopify.simulator import CLIENT_ID, ShopifySimulator
from zhanggui.simulators.shopify.webhooks import SECRET


def numbers(channel, account, other):
    pages = channel.pull(account, since=other.now() - timedelta(hours=2), until=other.now())
    return [order.number for page in pages for order in page.orders]


@pytest.fixture
def poor(clock):
    """A shop of the smallest plan."""
    shop = ShopifySimulator(clock=clock, seed=7, most=2000, restored=100)
    with shop.server.serving() as url:
        side = Other(shop.market, shop.server, url, calls={})
        side.shop = shop
        yield side


def test_in_the_smallest_plan_calls_wait_for_their_points(channel, make_account, poor, slept):
    placed = poor.place(130, spread_s=900)
    throttled = []
    take = poor.shop.bucket.take

    def taking(points):
        throttled.append(not take(points))
        return not throttled[-1]

    poor.shop.bucket.take = taking
    assert sorted(numbers(channel, make_account(poor.url), poor)) == sorted(placed)
    assert slept, "a bucket of two thousand points is not enough for a hundred orders at once"
    assert not any(throttled)


def test_what_others_take_out_of_the_bucket_is_waited_for_too(channel, make_account, poor, slept):
    (number,) = poor.place()
    poor.shop.bucket.take(1900)
    assert numbers(channel, make_account(poor.url), poor) == [number]
    assert slept


def test_a_bucket_that_takes_too_long_is_told_with_its_seconds(clock, make_account):
    shop = ShopifySimulator(clock=clock, seed=7, most=1000, restored=10)
    with shop.server.serving() as url:
        side = Other(shop.market, shop.server, url, calls={})
        shop.bucket.take(1000)
        channel = Shopify(clock=clock, sleep=lambda seconds: None, timeout=httpx.Timeout(5))
        with pytest.raises(ChannelThrottled) as refused:
            numbers(channel, make_account(url), side)
        channel.close()
    assert 50 < refused.value.data["seconds"] <= 100


@pytest.fixture
def app(account):
    """An account without a token, as apps of today have it."""
    return replace(account, settings={**account.settings, "client_id": CLIENT_ID}, secrets={"app_secret": SECRET})


def test_an_app_signs_in_by_itself_and_again_after_a_day(channel, app, other):
    (number,) = other.place()
    assert numbers(channel, app, other) == [number]
    numbers(channel, app, other)
    assert list(other.server.calls).count("token") == 1
    other.move(hours=25)
    assert channel.check(app).shop_name
    assert list(other.server.calls).count("token") == 2


def test_an_app_whose_secret_is_wrong_must_be_authorised_again(channel, app):
    with pytest.raises(ChannelLoginExpired):
        channel.check(replace(app, secrets={"app_secret": "shpss_other"}))


def test_an_account_that_lacks_something_says_what(channel, account):
    for settings, secrets, missing in (
        ({}, {"access_token": "x"}, "url"),
        (account.settings, {}, "access_token"),
        ({**account.settings, "client_id": "c"}, {}, "app_secret"),
        ({"url": "ftp://x"}, {"access_token": "x"}, "url"),
        ({"url": "ftp://x", "client_id": "c"}, {"app_secret": "x"}, "url"),
    ):
        with pytest.raises(AccountIncomplete, match=missing):
            channel.check(replace(account, settings=settings, secrets=secrets))


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("ACCESS_DENIED", ChannelRefused), ("SHOP_INACTIVE", ChannelRefused), ("INTERNAL_SERVER_ERROR", ChannelDown)],
)
def test_errors_beside_the_data_mean_what_the_table_says(channel, account, other, code, refusal):
    other.server.faults.add("refuse", times=9, code=code, sentence="no")
    with pytest.raises(refusal):
        channel.check(account)


def test_a_check_names_the_scopes_the_app_lacks(channel, account, other):
    other.shop.granted.remove("write_inventory")
    assert "stock" not in channel.check(account).may
    assert "shipping" in channel.check(account).may


def test_every_query_is_cheap_enough_to_be_asked_at_all(channel, account, other):
    """The simulator refuses what costs more than a thousand points; nothing else refuses here."""
    (number,) = other.place(lines=3)
    listed = next(iter(channel.listings(account)))
    assert channel.fetch(account, numbers=[number] * 3).orders
    assert list(channel.placed(account, since=other.now() - timedelta(hours=1), until=other.now())) == [[number]]
    assert listed


def test_a_cursor_moves_with_each_page_and_stays_behind_the_clock(channel, account, other):
    other.place(45, spread_s=3000)
    other.move(minutes=10)
    until = other.now()
    pages = list(channel.pull(account, since=until - timedelta(hours=2), until=until))
    covered = [page.covered_to for page in pages]
    assert len(pages) == 5
    assert covered == sorted(covered)
    assert covered[-1] == until - timedelta(minutes=2)
    for page in pages:
        assert all(order.modified_at <= page.covered_to for order in page.orders)
