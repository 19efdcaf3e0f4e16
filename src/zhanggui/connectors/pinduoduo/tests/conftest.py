from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest

from zhanggui.connectors.pinduoduo.channel import Pinduoduo
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.pinduoduo.simulator import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    PinduoduoShop,
)
from zhanggui.simulators.stage.clock import Clock, standing_still

SEND, ADD, CHECK = "pdd.logistics.online.send", "pdd.order.upload.extra.logistics", "pdd.refund.status.check"
LIST, READ = "pdd.order.number.list.increment.get", "pdd.order.information.get"


class Other(MarketSide):
    """The simulator of 拼多多 in the words of the contracts, and by itself as `platform`."""

    platform: PinduoduoShop

    def answer(self, method: str, play: Callable[[Mapping[str, str]], Any]) -> None:
        """From now on `play` answers this method; it is given what was asked."""
        self.platform.methods[method] = lambda market, asked: play(asked)

    def told(self, method: str, asked: Mapping[str, str]) -> Any:
        """What the platform answers by itself."""
        return self.platform.methods[method](self.market, asked)

    def asked(self, method: str) -> list[Mapping[str, str]]:
        """What is asked of this method from now on, without what every call has; it answers as before."""
        before = self.platform.methods[method]
        seen: list[Mapping[str, str]] = []
        common = {"type", "client_id", "access_token", "timestamp", "data_type", "version", "sign"}

        def answer(market: Any, asked: Mapping[str, str]) -> Any:
            seen.append({name: value for name, value in asked.items() if name not in common})
            return before(market, asked)

        self.platform.methods[method] = answer
        return seen

    def waybills(self, number: str) -> Sequence[str]:
        return [parcel.waybill for parcel in self.market.sales[number].parcels]


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    platform = PinduoduoShop(clock=clock, seed=7)
    with platform.server.serving() as url:
        side = Other(platform.market, platform.server, url, calls={"ship": SEND, "read": LIST})
        side.platform = platform
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[Pinduoduo]:
    channel = Pinduoduo(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(gateway: str, *, secrets: dict[str, str] | None = None, **settings: Any) -> ShopAccount:
        tokens = {"client_secret": CLIENT_SECRET, "access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN}
        return ShopAccount(
            shop_id=1,
            shop_code="PDD01",
            settings={"gateway": gateway, "client_id": CLIENT_ID} | settings,
            secrets=tokens | (secrets or {}),
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(f"{other.url}/api/router")
