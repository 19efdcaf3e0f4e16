"""The platform itself: its shop, its clock, its memory, and the one way a trade changes."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .catalogue import Catalogue
from .chaos import Chaos
from .moments import Clock, written
from .refused import NotPossible
from .sessions import Sessions
from .store import Store, Trade


@dataclass
class Platform:
    """Everything the methods, the script and the page share."""

    store: Store
    clock: Clock
    app_key: str
    app_secret: str
    nick: str
    chaos: Chaos = field(init=False)
    sessions: Sessions = field(init=False)
    catalogue: Catalogue = field(init=False)
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=300))

    def __post_init__(self) -> None:
        self.chaos = Chaos(self.clock)
        self.sessions = Sessions(self.store, self.clock, self.app_key, self.nick)
        self.catalogue = Catalogue(self.store, self.clock)

    def trade(self, tid: int) -> Trade:
        trade = self.store.trade(tid)
        if trade is None:
            raise NotPossible("trade_unknown", f"there is no trade {tid}")
        return trade

    @contextmanager
    def changing(self, tid: int) -> Iterator[Trade]:
        """The trade, alone; what was done to it is kept with a new `modified`, unless the block refuses."""
        with self.store.step():
            trade = self.trade(tid)
            yield trade
            self.keep([trade])

    def keep(self, trades: Sequence[Trade]) -> None:
        """The trades are as given; `modified` moves and the lists find them as chaos has it."""
        for trade in trades:
            trade.doc["modified"] = self.chaos.stamp(trade.doc["modified"])
        self.store.keep_trades(trades, visible_at=self.chaos.visible_at())

    def show_late(self) -> None:
        self.store.show_late(self.clock().timestamp())

    def touch(self, tid: int) -> None:
        """The trade counts as changed although nothing in it did."""
        with self.changing(tid):
            pass

    def written_now(self) -> str:
        return written(self.clock())
