"""The note of what runs, for the next start: one parent at a time, and no leftovers of one that was killed."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from zhanggui.config.postgres.home import disk_refusals
from zhanggui.config.processes.watchdog import end_groups
from zhanggui.kernel.refusal import Refusal


class AlreadyRunning(Refusal):
    """Zhanggui runs here already, as process {pid}. Stop that one first, or set ZHANGGUI_HOME to another directory."""


class PidFile:
    """Held by the living parent through a lock that no way of dying leaves behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with disk_refusals(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._file: IO[str] = os.fdopen(handle, "r+", encoding="utf-8")
        noted = self._read()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise AlreadyRunning(pid=noted.get("parent", "?")) from None

    def end_leftovers(self) -> None:
        """End children the last parent left running; a number that another program has by now is left alone."""
        children = self._read().get("children", {})
        end_groups({int(pid) for pid, born in children.items() if born and born_at(int(pid)) == born})

    def note(self, pids: Iterable[int]) -> None:
        """Written over the old text in place: it fits one block, so that even a full disk takes it."""
        text = json.dumps({"parent": os.getpid(), "children": {pid: born_at(pid) for pid in pids}})
        with disk_refusals(self._path):
            self._file.seek(0)
            self._file.write(text)
            self._file.truncate()
            self._file.flush()

    def close(self) -> None:
        self._file.truncate(0)
        self._file.close()

    def _read(self) -> dict[str, dict[str, str]]:
        self._file.seek(0)
        with contextlib.suppress(ValueError):
            return dict(json.load(self._file))
        return {}


def born_at(pid: int) -> str | None:
    """When this process started: with its number, what tells it from any other. None once it has ended."""
    if sys.platform == "linux":
        try:
            # The name, in parentheses, may hold anything; after it come the state and, twentieth, the start.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] == "Z" else fields[19]
    asked = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or None
