"""A simulator as a program: on a port, until it is interrupted."""

import argparse
import signal
import sys
from threading import Event

from .server import Server


def run(name: str, server: Server, *, port: int, argv: list[str] | None = None) -> int:
    """Serves as `python -m {name}` until it is interrupted; returns the exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--slow", type=float, default=0, metavar="SECONDS", help="every answer takes this much longer")
    given = parser.parse_args(argv)
    server.faults.slow_s = given.slow
    halt = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    with server.serving(given.host, given.port) as address:
        sys.stdout.write(f"{name}: {address}\n")
        sys.stdout.flush()
        halt.wait()
    return 0
