"""How many points a shop's bucket still has, as its last answer said, and how long a call must wait for its own."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Any

from zhanggui.connectors.asking.answers import text

Row = Mapping[str, Any]


@dataclass(slots=True)
class Budget:
    """Of one shop. What others take out of the bucket meanwhile is seen with the next answer."""

    clock: Callable[[], datetime]
    _costs: dict[str, float] = field(default_factory=dict)
    _points: float = 0
    _restored: float = 0
    _most: float = 0
    _at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seconds_for(self, name: str) -> float:
        """Until there are enough points for this call; 0 when nothing is known of it."""
        with self._lock:
            if self._at is None or not self._restored:
                return 0
            passed = max((self.clock() - self._at).total_seconds(), 0)
            now = min(self._points + passed * self._restored, self._most)
            return max(self._costs.get(name, 0) - now, 0) / self._restored

    def learn(self, name: str, cost: Row) -> int:
        """What an answer says. Answers after how many seconds this call would be taken; 0 when it does not say."""
        held = cost.get("throttleStatus")
        status = held if isinstance(held, dict) else {}
        asked = _points(cost, "requestedQueryCost")
        restored, now = _points(status, "restoreRate"), _points(status, "currentlyAvailable")
        if asked is None or now is None or not restored:
            return 0
        with self._lock:
            self._costs[name] = asked
            self._points, self._restored = now, restored
            self._most = _points(status, "maximumAvailable") or now
            self._at = self.clock()
        return ceil(max(asked - now, 0) / restored)


def _points(row: Row, name: str) -> float | None:
    try:
        return float(Decimal(text(row, name)))
    except InvalidOperation:
        return None
