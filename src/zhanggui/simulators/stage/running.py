"""A simulator as a program: on a port, until it is interrupted."""

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

from .server import Server


def run(
    name: str,
    server: Server,
    *,
    port: int,
    keep_in: Callable[[Path], None] | None = None,
    argv: list[str] | None = None,
) -> int:
    """Serves as `python -m {name}` until it is interrupted; returns the exit code.

    `keep_in` is told the file the state is kept in, where the simulator can keep one.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {name}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--slow", type=float, default=0, metavar="SECONDS", help="every answer takes this much longer")
    if keep_in is not None:
        parser.add_argument("--db", type=Path, metavar="FILE", help="keep what was given in this file")
    given = parser.parse_args(argv)
    if keep_in is not None and given.db:
        keep_in(given.db)
    server.faults.slow_s = given.slow
    halt = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    with server.serving(given.host, given.port) as address:
        sys.stdout.write(f"{name}: {address}\n")
        sys.stdout.flush()
        halt.wait()
    return 0
