"""For tests of connectors: any simulator that stands on a market, in the words of every platform."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from zhanggui.simulators.stage.server import Server

from .market import Market
from .sales import Case


class MarketSide:
    """`calls` says how the server names the call that reads an order ("read") and the one that ships ("ship"), and
    others by name; a name without an entry there means itself."""

    def __init__(self, market: Market, server: Server, url: str, *, calls: Mapping[str, str]) -> None:
        self.market, self.server, self.url, self._calls = market, server, url, calls

    def now(self) -> datetime:
        return self.market.clock()

    def move(self, **spans: float) -> None:
        self.market.clock.advance(**spans)

    def place(
        self, count: int = 1, *, lines: int | Sequence[tuple[str, int]] = 1, spread_s: float = 0, paid: bool = True
    ) -> list[str]:
        return self.market.place(count, lines=lines, spread_s=spread_s, paid=paid)

    def touch(self, number: str) -> None:
        self.market.touch(number)

    def shown(self, number: str) -> Sequence[str]:
        """The waybill of each line, empty where there is none."""
        sale = self.market.sales[number]
        return [(sale.waybills_of(line.number) or [""])[-1] for line in sale.lines]

    def spoil(self, number: str, how: str) -> None:
        self.market.spoiled[number] = how

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False) -> str:
        return self.market.ask_refund(number, line=line, with_goods=with_goods)

    def pay_back(self, number: str, case: str) -> None:
        self.market.settle_refund(number, case, Case.PAID_BACK)

    def cancel(self, number: str) -> None:
        self.market.cancel(number)

    def hold(self, number: str) -> None:
        self.market.hold(number)

    def stock_of(self, code: str) -> int:
        """The pieces the platform offers of the ware with this code."""
        return next(ware.stock for ware in self.market.shelf.all() if ware.code == code)

    def codes(self) -> Iterable[str]:
        """What the shop sells."""
        return [ware.code for ware in self.market.shelf.all()]

    def trouble(self, kind: str, *, times: int = 1, call: str = "") -> None:
        self.server.faults.add(kind, times=times, call=self._calls.get(call, call))

    def throttle(self, seconds: float) -> None:
        self.market.ban(seconds)

    def expire(self) -> None:
        self.market.keys.expire()

    def restore(self) -> None:
        self.market.keys.restore()

    def move_between_pages(self) -> None:
        self.market.restless = 3

    def repeat(self) -> None:
        self.market.untidy = 3
