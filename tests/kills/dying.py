"""Run a flow again and again in processes that die, as by kill -9, before the first statement, the second, ….

    python -m tests.kills.dying <flow> <json: arguments of each run>

Prints how each process ended: -9, or 0 when the flow had ended before. The production code knows nothing of this: a
wrapper of Django's connection counts, and COPY is counted like any statement.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import django
import psycopg
from django.db import connection

from zhanggui.kernel.doors import carrier, channel
from zhanggui.kernel.doors.finding import installed


def main() -> None:
    django.setup()
    from tests.kills import flows  # loaded once: those who die are forks of this process

    flow, runs = getattr(flows, sys.argv[1]), json.loads(sys.argv[2])
    for group in (channel.GROUP, carrier.GROUP):
        installed(group)
    ends = []
    for fatal, arguments in enumerate(runs, start=1):
        if child := os.fork():
            _, state = os.waitpid(child, 0)
            ends.append(os.waitstatus_to_exitcode(state))
        else:
            run_and_die(flow, arguments, fatal)
            os._exit(0)
    sys.stdout.write(json.dumps(ends))


def run_and_die(flow: Callable[..., None], arguments: dict[str, Any], fatal: int) -> None:
    sent = 0

    def count() -> None:
        nonlocal sent
        sent += 1
        if sent == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        count()
        return execute(sql, params, many, context)

    copy, commit = psycopg.Cursor.copy, psycopg.Connection.commit

    def listen_to_copy(self: Any, *args: Any, **kwargs: Any) -> Any:
        count()
        return copy(self, *args, **kwargs)

    def listen_to_commit(self: Any) -> None:
        count()
        commit(self)

    with (
        connection.execute_wrapper(listen),
        patch.object(psycopg.Cursor, "copy", listen_to_copy),
        patch.object(psycopg.Connection, "commit", listen_to_commit),
    ):
        flow(**arguments)
        count()  # after the commit, before anyone was told


if __name__ == "__main__":
    main()
