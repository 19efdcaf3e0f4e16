from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest

from zhanggui.connectors.jd.channel import JD
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.jd.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, REFRESH_TOKEN, JDShop
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.stage.clock import Clock, standing_still

SHIP, LIST, READ = "jingdong.pop.order.shipment", "jingdong.pop.order.search", "jingdong.pop.order.get"


class Other(MarketSide):
    """The simulator of JD in the words of the contracts, and by itself as `platform`."""

    platform: JDShop

    def waybills(self, number: str) -> Sequence[str]:
        return [parcel.waybill for parcel in self.market.sales[number].parcels]


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    platform = JDShop(clock=clock, seed=7)
    with platform.server.serving() as url:
        side = Other(platform.market, platform.server, url, calls={"ship": SHIP, "read": LIST})
        side.platform = platform
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[JD]:
    channel = JD(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(url: str, *, secrets: dict[str, str] | None = None, **settings: Any) -> ShopAccount:
        tokens = {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN}
        return ShopAccount(
            shop_id=1,
            shop_code="JD01",
            settings={"gateway": f"{url}/routerjson", "authorisation": url, "app_key": APP_KEY} | settings,
            secrets=tokens | (secrets or {}),
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)
