"""One child as it runs: its process, its failures in a row, and its words on our output."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections import deque
from typing import IO, TextIO

from zhanggui.config.processes.child import Child

SECONDS_TO_COUNT_AS_RUNNING = 60
LONGEST_PAUSE = 8.0
LINES_KEPT = 8


class Output:
    """One stream for all: whole lines, each after the name of who said it."""

    def __init__(self, stream: TextIO, *, names: list[str]) -> None:
        self._stream = stream
        self._width = max((len(name) for name in names), default=0)
        self._lock = threading.Lock()

    def say(self, name: str, line: str) -> None:
        # A reader that went away (`zhanggui demo | head`) is no reason to stop.
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._stream.write(f"{name:<{self._width}} | {line}\n")
            self._stream.flush()


class Member:
    def __init__(self, child: Child, output: Output) -> None:
        self.child = child
        self.failures = 0
        self.starts_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self._output = output
        self._words: deque[str] = deque(maxlen=LINES_KEPT)
        self._reader: threading.Thread | None = None

    @property
    def last_words(self) -> str:
        return " | ".join(self._words) or "-"

    def say(self, line: str) -> None:
        self._output.say(self.child.name, line)

    def start(self) -> int:
        """Afterwards it runs in a session of its own, where a Ctrl-C meant for us does not reach it."""
        self.process = subprocess.Popen(
            self.child.argv,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.child.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.starts_at = time.monotonic()
        self._reader = threading.Thread(target=self._relay, args=[self.process.stdout], daemon=True)
        self._reader.start()
        return self.process.pid

    def is_ready(self) -> bool:
        running = self.process is not None and self.process.poll() is None
        return running and (self.child.ready is None or self.child.ready())

    def note_end(self) -> int | None:
        """The exit code, once, if it ended; then `starts_at` says when it is to start again."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        if time.monotonic() - self.starts_at >= SECONDS_TO_COUNT_AS_RUNNING:
            self.failures = 0
        self.clear()
        self.starts_at = time.monotonic() + min(0.5 * 2**self.failures, LONGEST_PAUSE)
        self.failures += 1
        return code

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def clear(self) -> None:
        """Nothing of it is left: not the process, nor those it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self._reader:
            self._reader.join(timeout=1)
        self.process = None

    def _relay(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                line = raw.decode(errors="replace").rstrip()
                self._words.append(line)
                self.say(line)
