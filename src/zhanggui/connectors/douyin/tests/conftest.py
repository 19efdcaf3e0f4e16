from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from zhanggui.connectors.douyin.channel import Douyin
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, REFRESH_TOKEN, DouyinSimulator
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.stage.clock import Clock, standing_still

CALLS = {"ship": "order.logisticsAdd"}


class Other(MarketSide):
    """The simulator of Douyin in the words of the contracts, and by itself as `platform`. A list tells orders whole, so
    that trouble with reading meets whatever is called next."""

    platform: DouyinSimulator

    def answer(self, method: str, play: Callable[[Mapping[str, Any]], Any]) -> None:
        """From now on `play` answers this method; it is given what was asked, and may call what answered before."""
        self.platform._methods[method] = lambda market, asked: play(asked)

    def asked(self, method: str) -> list[Mapping[str, Any]]:
        """What is asked of this method from now on; it answers as before."""
        before, seen = self.platform._methods[method], []

        def answer(market: Any, asked: Mapping[str, Any]) -> Any:
            seen.append(asked)
            return before(market, asked)

        self.platform._methods[method] = answer
        return seen

    def trouble(self, kind: str, *, times: int = 1, call: str = "") -> None:
        super().trouble(kind, times=times, call="" if call == "read" else call)


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    platform = DouyinSimulator(clock=clock, seed=7)
    with platform.server.serving() as url:
        side = Other(platform.market, platform.server, url, calls=CALLS)
        side.platform = platform
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[Douyin]:
    channel = Douyin(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(gateway: str, *, secrets: dict[str, str] | None = None, **settings: Any) -> ShopAccount:
        tokens = {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN}
        return ShopAccount(
            shop_id=1,
            shop_code="DY01",
            settings={"gateway": gateway, "app_key": APP_KEY} | settings,
            secrets=tokens | (secrets or {}),
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)
