"""Orders streaming in, with what happens to them afterwards: paid, cancelled, refund asked, memo written."""

import heapq
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from .refused import NotPossible

if TYPE_CHECKING:
    from .simulator import TaobaoSimulator


LONGEST_GAP = timedelta(minutes=10)  # a clock that jumps further does not bring a flood of orders


class Stream:
    """So many orders a minute in a thread of its own. `step` is the whole logic, for those who bring their own time."""

    def __init__(self, simulator: "TaobaoSimulator", seed: int | None) -> None:
        self._simulator = simulator
        self._rng = Random(seed)
        self._later: list[tuple[datetime, int, str, int]] = []
        self._order = count()
        self._due: datetime | None = None
        self._thread: Thread | None = None
        self._halt = Event()
        self.per_minute = 0.0
        self.placed = 0

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self, per_minute: float) -> None:
        """Orders come at this rate from now on."""
        if per_minute <= 0:
            raise NotPossible("bad_rate", "the rate must be above zero")
        self.per_minute = per_minute
        if self._thread is None:
            self._due = None
            self._halt.clear()
            self._thread = Thread(target=self._run, name="taobao-stream", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """No more orders; what was planned for earlier ones does not happen either."""
        if self._thread is not None:
            self._halt.set()
            self._thread.join()
            self._thread = None
            self._later.clear()

    def step(self, now: datetime) -> None:
        """Everything due by `now` has happened."""
        gap = timedelta(minutes=1 / self.per_minute)
        self._due = max(self._due or now, now - LONGEST_GAP)
        while self._due <= now:
            self._place(self._due)
            self._due += gap
        while self._later and self._later[0][0] <= now:
            _, _, action, tid = heapq.heappop(self._later)
            # The trade may have moved on meanwhile: the buyer then simply does not do it.
            self._simulator.do(action, [tid])

    def as_dict(self) -> dict[str, Any]:
        return {
            "running": self.running,
            "per_minute": self.per_minute,
            "placed": self.placed,
            "planned": len(self._later),
        }

    def _place(self, at: datetime) -> None:
        chance = self._rng.random()
        tid = int(self._simulator.place(1, at=at, paid=chance < 0.8)[0])
        self.placed += 1
        if chance >= 0.95:
            self._plan(at, 30, 120, "cancel", tid)
        elif chance >= 0.8:
            self._plan(at, 10, 60, "pay", tid)
        if chance < 0.05:
            self._plan(at, 60, 600, "ask_refund", tid)
        elif chance < 0.08:
            self._plan(at, 20, 300, "change_address", tid)
        elif chance < 0.14:
            self._plan(at, 5, 90, "memo", tid)
        elif chance < 0.16:
            self._plan(at, 20, 300, "change_item", tid)

    def _plan(self, at: datetime, soonest: int, latest: int, action: str, tid: int) -> None:
        moment = at + timedelta(seconds=self._rng.randint(soonest, latest))
        heapq.heappush(self._later, (moment, next(self._order), action, tid))

    def _run(self) -> None:
        while not self._halt.wait(min(60 / self.per_minute, 0.5)):
            with suppress(NotPossible):  # a shop that sells nothing just now: the stream waits for a catalogue
                self.step(self._simulator.clock())
