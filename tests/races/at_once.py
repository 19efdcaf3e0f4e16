"""Many threads, each on a connection of its own, let go at the same moment."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.refusal import Refusal


def at_once(tasks: Sequence[Callable[[], Any]], *, hands: int = 0) -> list[Any]:
    """What each task answered, or its refusal. With fewer `hands` than tasks they go in turns, else all together."""
    start = Barrier(hands or len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        if not hands:
            start.wait(timeout=30)
        try:
            return task()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=hands or len(tasks)) as pool:
        return list(pool.map(run, tasks))


def second_while_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` answers that begins while the transaction of `first` is open, and goes on when it has ended."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(at_once, [second])
            wait_until_somebody_waits()
        return answer.result(timeout=20)[0]


def wait_until_somebody_waits() -> None:
    until = time.monotonic() + 10
    while not fetch_rows("SELECT FROM pg_locks WHERE NOT granted"):
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.01)
