"""Calls that wait their turn, and are made again when the trouble passes."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from zhanggui.connectors.asking.failing import SETTING, CallFailed
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.refusing import Action

AT_ONCE = 8

_BACK_OFF = (0.5, 1.0)  # seconds before the second and third try

PACE = "calls_per_second"  # the setting of an account that is allowed another pace

One = TypeVar("One")
Answer = TypeVar("Answer")


def pace_of(settings: Mapping[str, str], *, usual: int) -> int:
    """How many calls a second may start. Raises CallFailed naming the setting."""
    told = settings.get(PACE) or str(usual)
    if not told.isdecimal() or not int(told):
        raise CallFailed(SETTING, PACE)
    return int(told)


class Patience:
    """For calls that may be made again and do the same however often. Safe to use from several threads."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._next: dict[Hashable, float] = {}
        self._lock = threading.Lock()

    def call(self, once: Callable[[], Answer], *, turn: Hashable, per_second: int) -> Answer:
        """What `once` answers. Calls with the same `turn` start at the pace that is allowed. Raises CallFailed."""
        for back_off in (*_BACK_OFF, None):
            self._wait(turn, per_second)
            try:
                return _answered(once)
            except CallFailed as failed:
                if back_off is None or failed.action not in {Action.ASK_AGAIN, Action.WAIT}:
                    raise
                self._sleep(back_off)
        raise AssertionError("unreachable: the last round returns or raises")

    def each(self, answer: Callable[[One], Answer], asked: Iterable[One]) -> list[Answer]:
        """The answers to many, several at a time, in the order in which they were asked."""
        with ThreadPoolExecutor(max_workers=AT_ONCE) as workers:
            return list(workers.map(answer, asked))

    def _wait(self, turn: Hashable, per_second: int) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next.get(turn, now))
            self._next[turn] = start + 1 / per_second
        if start > now:
            self._sleep(start - now)


def _answered(once: Callable[[], Answer]) -> Answer:
    try:
        return once()
    except Unanswered as nothing:
        raise CallFailed(Action.ASK_AGAIN, str(nothing)) from nothing
