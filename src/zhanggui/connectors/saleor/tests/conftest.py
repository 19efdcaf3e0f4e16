from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.connectors.saleor.channel import Saleor
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.saleor.simulator import TOKEN, SaleorSimulator
from zhanggui.simulators.saleor.words import CHANNEL
from zhanggui.simulators.stage.clock import Clock, standing_still


class Other(MarketSide):
    """The simulator of Saleor in the words of the contracts, and by itself as `shop`."""

    shop: SaleorSimulator

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False) -> str:
        """Saleor knows of money only once it went back."""
        case = super().ask_refund(number, line=line, with_goods=with_goods)
        self.market.settle_refund(number, case, Case.PAID_BACK)
        return case


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    shop = SaleorSimulator(clock=clock, seed=7)
    with shop.server.serving() as url:
        side = Other(shop.market, shop.server, url, calls={"read": "orders", "ship": "orderFulfill"})
        side.shop = shop
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[Saleor]:
    channel = Saleor(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(url: str, **settings: Any) -> ShopAccount:
        return ShopAccount(
            shop_id=1,
            shop_code="SA01",
            settings={"url": url, "channel_id": CHANNEL} | settings,
            secrets={"token": TOKEN},
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)
