"""Many threads, each on a connection of its own, let go at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

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
