"""Buyers come and order. The same seed at the same moment gives the same trades."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhanggui.simulators.market.people import Buyer, Crowd, Receiver

from .catalogue import Sku
from .payment import mark_deposit_paid, mark_paid, sell_in_steps
from .platform import Platform
from .refused import NotPossible
from .store import Trade
from .trades import FIRST_TID, Bought, make_trade

Lines = int | Sequence[Mapping[str, Any]] | None


class Placing:
    """Places orders with one source of chance."""

    def __init__(self, platform: Platform, seed: int | None) -> None:
        self._platform = platform
        self._rng = Random(seed)
        self._crowd = Crowd(self._rng)

    def place(
        self,
        n: int,
        *,
        at: datetime,
        lines: Lines,
        paid: bool,
        spread_s: float,
        again: Buyer | None = None,
        strangers: bool = False,
        step: bool = False,
    ) -> list[int]:
        """So many new trades, created at `at` or spread over the seconds before it; paid ones in the same second.

        Of `step` orders the deposit is paid, whatever `paid` says; the action `pay` pays the tail.
        """
        platform = self._platform
        skus = platform.catalogue.all()
        if not skus:
            raise NotPossible("no_catalogue", "the shop sells nothing: load a catalogue first")
        stock = {sku.sku_id: sku.stock for sku in skus}
        sold: Counter[int] = Counter()
        trades: list[Trade] = []
        used: set[int] = set()
        with platform.store.step():
            for number in range(n):
                moment = at - timedelta(seconds=spread_s * (n - 1 - number) / max(n, 1))
                basket = self._basket(skus, lines)
                wanted = Counter({line.sku.sku_id: line.num for line in basket})
                oversold = any(sold[key] + count > stock[key] for key, count in wanted.items())
                trade = make_trade(
                    rng=self._rng,
                    tid=self._free_tid(used),
                    nick=platform.nick,
                    buyer=again or (self._crowd.stranger() if strangers else self._crowd.next()),
                    basket=basket,
                    at=moment,
                    oversold=oversold,
                )
                if step:
                    sell_in_steps(trade)
                    mark_deposit_paid(trade, trade.doc["created"])
                elif paid:
                    mark_paid(trade, trade.doc["created"])
                sold += wanted
                trades.append(trade)
            platform.store.keep_trades(trades, visible_at=platform.chaos.visible_at())
            platform.catalogue.take(sold)
        return [trade.tid for trade in trades]

    def _basket(self, skus: Sequence[Sku], lines: Lines) -> list[Bought]:
        if lines is not None and not isinstance(lines, int):
            return [Bought(_named(skus, line["code"]), int(line.get("num", 1))) for line in lines]
        count = lines or self._rng.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
        chosen = self._rng.sample(skus, min(count, len(skus)))
        return [Bought(sku, self._rng.choices((1, 2, 3), (85, 11, 4))[0]) for sku in chosen]

    def _free_tid(self, used: set[int]) -> int:
        """A 19-digit number nobody has; the sub orders take theirs from the gap behind it."""
        while True:
            tid = FIRST_TID + self._rng.randrange(10**11) * 10**7 + self._rng.randrange(10**4)
            if tid not in used and not self._platform.store.row("SELECT 1 FROM trade WHERE tid = ?", [tid]):
                used.add(tid)
                return tid


def _named(skus: Sequence[Sku], code: str) -> Sku:
    for sku in skus:
        if sku.outer_id == code:
            return sku
    raise NotPossible("sku_unknown", f"the shop does not sell {code}")


def buyer_of(trade: Trade) -> Buyer:
    """Who placed this trade, ready to place another one."""
    return Buyer(trade.doc["buyer_nick"], trade.doc["buyer_open_uid"], Receiver(**trade.receiver))
