"""A connector that lives outside Zhanggui keeps the promises of the door, and is found once it is installed."""

from collections.abc import Iterator
from importlib.metadata import entry_points

import httpx
import pytest
from cornershop.channel import CornerShop

from tests.shop import corner
from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.testing import MarketSide


@pytest.fixture
def other() -> Iterator[MarketSide]:
    with corner() as running:
        yield running


@pytest.fixture
def channel(other: MarketSide) -> Iterator[CornerShop]:
    channel = CornerShop(clock=other.now, sleep=lambda seconds: other.move(seconds=seconds), timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def account(other: MarketSide) -> ShopAccount:
    return ShopAccount(1, "CS01", {"address": other.url}, {"key": other.market.keys.token})


class TestCornerShop(ChannelContract):
    """All of it."""


def test_it_is_found_by_its_entry_point():
    (point,) = entry_points(group="zhanggui.channels", name="cornershop")
    assert point.load() is CornerShop
