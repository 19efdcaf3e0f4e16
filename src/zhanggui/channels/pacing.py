"""Limits of platforms, kept by all workers together.

Each limit is a clock in the database (GCRA, the leaky bucket as a meter: ITU-T I.371): a worker takes calls in advance
by moving it, and waits for the moment it was given. Calls are taken a tenth of a second's worth at a time, so that a
fast platform does not cost a statement per call.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.db import connection

from zhanggui.kernel.doors.channel_accounts import Rate

BURST = 0.1
"""Of a limit's span, how much may be taken at once."""
LONGEST = 60.0
"""Seconds a call waits for its turn at most: a clock further ahead was left so by workers that were killed."""

_TAKE = """
INSERT INTO channels_pace AS p (key, free_at)
VALUES (%(key)s, clock_timestamp() + make_interval(secs => %(span)s))
ON CONFLICT (key) DO UPDATE SET free_at = LEAST(GREATEST(p.free_at, clock_timestamp()), clock_timestamp()
                                                + make_interval(secs => %(longest)s))
                                          + make_interval(secs => %(span)s)
RETURNING GREATEST(0, extract(epoch FROM free_at - clock_timestamp()) - %(span)s)::float
"""


@dataclass
class _Taken:
    """Calls this process may still make, and the moment (monotonic) of the next one."""

    left: int = 0
    next_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_taken: dict[str, _Taken] = {}
_guard = threading.Lock()


def pacer(shop_id: int, channel: str, rates: Sequence[Rate], settings: Mapping[str, str]) -> Callable[[str], None]:
    """What a connector calls before each of its calls: it returns when every limit on that call allows it."""
    limits = [(rate, _key(rate, shop_id, channel, settings)) for rate in rates]

    def pace(call: str) -> None:
        for rate, key in limits:
            if fnmatchcase(call, rate.call):
                _wait(key, rate)

    return pace


def _key(rate: Rate, shop_id: int, channel: str, settings: Mapping[str, str]) -> str:
    whose = ",".join(settings.get(name, "") for name in rate.per) if rate.per else f"shop {shop_id}"
    return f"{channel}|{rate.call}|{rate.times}/{rate.seconds:g}|{whose}"[:160]


def _wait(key: str, rate: Rate) -> None:
    with _guard:
        taken = _taken.setdefault(key, _Taken())
    step = rate.seconds / rate.times
    with taken.lock:
        now = time.monotonic()
        if taken.left == 0:
            batch = max(1, int(rate.times * BURST))
            taken.next_at = now + _take(key, step * batch)
            taken.left = batch
        taken.left -= 1
        until = max(taken.next_at, now)
        taken.next_at = until + step
    if until > now:
        time.sleep(until - now)


def _take(key: str, span: float) -> float:
    """So many seconds of the limit are ours; answers in how many they begin. A thread that has no connection of its
    own gives the one it made back."""
    is_own = connection.connection is not None
    try:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"key": key, "span": span, "longest": LONGEST})
            (wait,) = cursor.fetchone()
            return float(wait)
    finally:
        if not is_own and threading.current_thread() is not threading.main_thread():
            connection.close()
