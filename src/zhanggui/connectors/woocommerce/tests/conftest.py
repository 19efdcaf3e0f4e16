from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import orjson
import pytest

from zhanggui.connectors.woocommerce.channel import WooCommerce
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.market.testing import MarketSide
from zhanggui.simulators.stage.clock import Clock, standing_still
from zhanggui.simulators.woocommerce.simulator import KEY, SECRET, WooSimulator
from zhanggui.simulators.woocommerce.webhooks import SECRET as HOOK_SECRET

CALLS = {"ship": "change_order", "read": "orders"}
MARK = "zhanggui_parcel_"


class Other(MarketSide):
    """The simulator of WooCommerce in the words of the contracts, and by itself as `shop`."""

    shop: WooSimulator

    def shown(self, number: str) -> Sequence[str]:
        """What stands in the meta_data, for each line."""
        sale = self.market.sales[number]
        parcels = [orjson.loads(entry["value"]) for entry in sale.own.get("meta", []) if entry["key"].startswith(MARK)]
        return [
            next((parcel["waybill"] for parcel in parcels if line.number in parcel["lines"]), "") for line in sale.lines
        ]

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False) -> str:
        """WooCommerce knows of it only once the money went back."""
        case = super().ask_refund(number, line=line, with_goods=with_goods)
        self.market.settle_refund(number, case, Case.PAID_BACK)
        return case

    def notes(self, number: str) -> list[str]:
        return [note["note"] for note in self.market.sales[number].own.get("notes", [])]

    def meta(self, number: str) -> dict[str, Any]:
        return {entry["key"]: entry["value"] for entry in self.market.sales[number].own.get("meta", [])}


@pytest.fixture
def clock() -> Clock:
    return standing_still()


@pytest.fixture
def other(clock: Clock) -> Iterator[Other]:
    shop = WooSimulator(clock=clock, seed=7)
    with shop.server.serving() as url:
        side = Other(shop.market, shop.server, url, calls=CALLS)
        side.shop = shop
        yield side


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def channel(clock: Clock, slept: list[float]) -> Iterator[WooCommerce]:
    channel = WooCommerce(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Callable[..., ShopAccount]:
    def make(url: str, **settings: Any) -> ShopAccount:
        return ShopAccount(
            shop_id=1,
            shop_code="WC01",
            settings={"url": url, "consumer_key": KEY} | settings,
            secrets={"consumer_secret": SECRET, "webhook_secret": HOOK_SECRET},
        )

    return make


@pytest.fixture
def account(other: Other, make_account: Callable[..., ShopAccount]) -> ShopAccount:
    return make_account(other.url)
