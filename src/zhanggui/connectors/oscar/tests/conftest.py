from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.connectors.oscar.channel import Oscar
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.oscar.simulator import PASSWORD, USER, OscarSimulator
from zhanggui.simulators.stage.clock import Clock, standing_still


class Other(MarketSide):
    """The simulator of django-oscar in the words of the contracts, and by itself as `shop`."""

    shop: OscarSimulator


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    shop = OscarSimulator(clock=clock, seed=7)
    with shop.server.serving() as url:
        side = Other(shop.market, shop.server, url, calls={"read": "orders"})
        side.shop = shop
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[Oscar]:
    channel = Oscar(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(url: str, *, secrets: dict[str, str] | None = None, **settings: Any) -> ShopAccount:
        return ShopAccount(
            shop_id=1,
            shop_code="OS01",
            settings={"url": f"{url}/api", "username": USER} | settings,
            secrets={"password": PASSWORD} if secrets is None else secrets,
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)
