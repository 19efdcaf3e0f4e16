"""Taobao keeps the promises of the door."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import httpx
import pytest

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    RefundContract,
    RenewalContract,
)
from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.connectors.taobao.unconfirmed import ADDRESS_CHANGE, ITEM_CHANGE
from zhanggui.connectors.testcarrier.checkdigit import write_waybill
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.simulators.taobao.refunding import answer_refund, ask_refund
from zhanggui.simulators.taobao.testing import Served, Watch
from zhanggui.simulators.taobao.testing import taobao as simulated

CALLS = {"read": "taobao.trade.fullinfo.get", "ship": "taobao.logistics.offline.send"}
SPOILT = {
    "unknown_state": {"status": "WAIT_FOR_GODOT"},
    "three_decimals": {"payment": "1.234"},
    "bad_time": {"pay_time": "yesterday"},
    "control": {"buyer_message": "ring\ttwice\n"},
}
LIST = "taobao.trades.sold.increment.get"


class Other:
    """The simulator of TOP in the words of the contract."""

    def __init__(self, served: Served, watch: Watch) -> None:
        self.simulator, self.url, self.watch = served.simulator, served.url, watch

    def now(self) -> datetime:
        return self.watch()

    def move(self, **spans: float) -> None:
        self.watch.advance(**spans)

    def place(self, count: int = 1, *, lines: int = 1, spread_s: float = 0) -> list[str]:
        return self.simulator.place(count, lines=lines, spread_s=spread_s)

    def touch(self, number: str) -> None:
        self.simulator.platform.touch(int(number))

    def shown(self, number: str) -> Sequence[str]:
        return [order.get("invoice_no", "") for order in self.simulator.trade(number)["orders"]]

    def stock_of(self, code: str) -> int:
        return next(sku.stock for sku in self.simulator.catalogue.all() if sku.outer_id == code)

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False) -> str:
        ask_refund(self.simulator.platform, int(number), oid=int(line) if line else None, return_goods=with_goods)
        return number

    def pay_back(self, number: str, case: str) -> None:
        answer_refund(self.simulator.platform, int(number), "agree_refund")

    def codes(self) -> list[str]:
        return [sku.outer_id for sku in self.simulator.catalogue.all()]

    def cancel(self, number: str) -> None:
        ask_refund(self.simulator.platform, int(number), return_goods=False)
        answer_refund(self.simulator.platform, int(number), "agree_refund")

    def spoil(self, number: str, how: str) -> None:
        with self.simulator.platform.store.step():
            trade = self.simulator.platform.trade(int(number))
            trade.doc |= SPOILT[how]
            self.simulator.platform.store.keep_trades([trade])

    def trouble(self, kind: str, *, times: int = 1, call: str = "") -> None:
        self.simulator.chaos.add(kind, times=times, method=CALLS.get(call, ""))

    def throttle(self, seconds: float) -> None:
        self.simulator.chaos.ban(seconds)

    def expire(self) -> None:
        self.simulator.sessions.expire()

    def restore(self) -> None:
        self.simulator.sessions.restore()

    def move_between_pages(self) -> None:
        self.simulator.chaos.add("motion", times=3, method=LIST)

    def repeat(self) -> None:
        self.simulator.chaos.add("repeat", times=3, method=LIST)
        self.simulator.chaos.add("shuffle", times=3, method=LIST)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def other(watch: Watch) -> Iterator[Other]:
    with simulated(clock=watch, seed=7) as served:
        yield Other(served, watch)


@pytest.fixture
def channel(watch: Watch) -> Iterator[Taobao]:
    channel = Taobao(clock=watch, sleep=lambda seconds: watch.advance(seconds=seconds), timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def account(other: Other) -> ShopAccount:
    platform = other.simulator.platform
    return ShopAccount(
        shop_id=1,
        shop_code="TB01",
        settings={
            "gateway": f"{other.url}/router/rest",
            "token_address": f"{other.url}/token",
            "app_key": platform.app_key,
        },
        secrets={
            "app_secret": platform.app_secret,
            "session": other.simulator.sessions.current(),
            "refresh_token": "refresh-demo-01",
        },
    )


class TestTaobao(ChannelContract):
    carrier = "testcarrier"
    waybills = (write_waybill(1), write_waybill(2))


class TestRefunds(RefundContract):
    """taobao.refunds.receive.get."""


class TestListings(ListingContract):
    """taobao.items.onsale.get."""


class TestPrices(PriceContract):
    """taobao.item.sku.price.update."""


class TestRenewal(RenewalContract):
    """/token."""


def test_goods_that_need_no_parcel_are_sent_by_a_call_of_their_own(channel, account, other):
    (number,) = other.place(lines=2)
    for _ in range(2):
        channel.ship(account, notice=ShipmentNotice(number, "", ""))
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.SHIPPED
    (unpaid,) = other.simulator.place(paid=False)
    with pytest.raises(ChannelRefused):
        channel.ship(account, notice=ShipmentNotice(unpaid, "", ""))


@pytest.mark.parametrize(("field", "asked"), [(ADDRESS_CHANGE, (True, False)), (ITEM_CHANGE, (False, True))])
def test_what_a_buyer_asks_to_change_is_told_with_the_order(channel, account, other, field, asked):
    (number,) = other.place(lines=2)
    with other.simulator.platform.changing(int(number)) as trade:
        trade.orders[0][field] = "true"
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert (order.address_change_asked, order.item_change_asked) == asked
    assert order.item_change_lines == ((order.lines[0].number,) if asked[1] else ())


def test_virtual_goods_are_sent_without_a_parcel_even_when_a_parcel_is_told(channel, account, other):
    (number,) = other.place()
    with other.simulator.platform.changing(int(number)) as trade:
        trade.doc["shipping_type"] = "virtual"
    channel.ship(account, notice=ShipmentNotice(number, "testcarrier", write_waybill(3)))
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.SHIPPED
