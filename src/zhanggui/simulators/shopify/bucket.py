"""Points that calls cost: a bucket that fills by itself, in the time of the simulator's clock."""

from collections.abc import Callable
from datetime import datetime
from threading import RLock
from typing import Any


class Bucket:
    """`restored` points a second up to `most`. What a call asked for beyond what it cost is given back."""

    def __init__(self, clock: Callable[[], datetime], *, most: float = 20_000.0, restored: float = 2000.0) -> None:
        self.most, self.restored = most, restored
        self._clock, self._lock = clock, RLock()
        self._points, self._at = most, clock()

    def take(self, points: float) -> bool:
        """Whether there were so many."""
        with self._lock:
            self._fill()
            if self._points < points:
                return False
            self._points -= points
            return True

    def give_back(self, points: float) -> None:
        with self._lock:
            self._points = min(self._points + points, self.most)

    def status(self) -> dict[str, Any]:
        with self._lock:
            self._fill()
            return {
                "maximumAvailable": self.most,
                "currentlyAvailable": int(self._points),
                "restoreRate": self.restored,
            }

    def _fill(self) -> None:
        now = self._clock()
        self._points = min(self._points + (now - self._at).total_seconds() * self.restored, self.most)
        self._at = now
