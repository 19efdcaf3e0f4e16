from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.connectors.shopex.channel import ShopEx
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.shopex.simulator import OURS, SHOP, SHOP_TOKEN, TOKEN, ShopexHub
from zhanggui.simulators.stage.clock import Clock, standing_still


class Other(MarketSide):
    """The hub in the words of the contracts, and by itself as `hub`."""

    hub: ShopexHub


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    hub = ShopexHub(clock=clock, seed=7)
    calls = {"read": "store.trade.fullinfo.get", "ship": "store.logistics.offline.send"}
    with hub.server.serving() as url:
        side = Other(hub.market, hub.server, url, calls=calls)
        side.hub = hub
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[ShopEx]:
    channel = ShopEx(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(url: str, **settings: Any) -> ShopAccount:
        return ShopAccount(
            shop_id=1,
            shop_code="SX01",
            settings={"hub": f"{url}/sync", "from_node_id": OURS, "to_node_id": SHOP} | settings,
            secrets={"token": TOKEN},
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)


@pytest.fixture
def ecshop_account(other: Other, account: ShopAccount) -> ShopAccount:
    return ShopAccount(
        shop_id=2,
        shop_code="EC01",
        settings={**account.settings, "url": other.url},
        secrets={**account.secrets, "shop_token": SHOP_TOKEN},
    )
