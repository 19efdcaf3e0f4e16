"""Ends the children of a parent that was killed. A program of its own, using nothing but the standard library.

The parent holds the other end of our standard input and writes `watch PID` and `forget PID` there. When the pipe
closes, the parent is gone in whatever way, and every process group still watched is ended.
"""

import contextlib
import os
import signal
import sys
import time

SECONDS_TO_END = 10


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: set[int] = set()
    for line in sys.stdin:
        word, pid = line.split()
        if word == "watch":
            watched.add(int(pid))
        else:
            watched.discard(int(pid))
    end_groups(watched, seconds=float(sys.argv[1]))


def end_groups(groups: set[int], *, seconds: float = SECONDS_TO_END) -> None:
    """Afterwards no process of these groups runs: they were asked first, and killed if they did not listen."""
    _tell(groups, signal.SIGTERM)
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(_lives(group) for group in groups):
        time.sleep(0.05)
    _tell(groups, signal.SIGKILL)


def _tell(groups: set[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
