"""Run children until somebody asks to stop, a task is done, or one of them keeps failing."""

import contextlib
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from zhanggui.config.processes import watchdog
from zhanggui.config.processes.child import Child, check_port
from zhanggui.config.processes.member import Member, Output
from zhanggui.config.processes.pid_file import PidFile
from zhanggui.kernel.refusal import Refusal

SECONDS_TO_BE_READY = 60
LOOKS_EVERY = 0.1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
EXIT_CUT_SHORT = 130

# Of a task: its exit code or its exception; None: somebody asked us to stop.
Events = queue.SimpleQueue[int | BaseException | None]


class ChildKeepsFailing(Refusal):
    """“{name}” ended {times} times in a row, last with exit code {code}, so everything was stopped. Its last
    words: {words}"""


class ChildNotReady(Refusal):
    """“{name}” runs but was not ready after {seconds} seconds, so everything was stopped. Its last words: {words}"""


def run_children(
    children: Sequence[Child],
    *,
    pid_file: Path,
    task: Callable[[], int] | None = None,
    on_ready: Callable[[], None] | None = None,
    out: TextIO | None = None,
) -> int:
    """Start the children in order, each once the one before is ready, and keep them running.

    Returns once every child has ended: 0 after SIGINT, SIGTERM or SIGHUP, or what `task` returned, which runs in a
    thread of its own when all are ready. A stop before the task is done is 130. Call it from the main thread.
    """
    notes = PidFile(pid_file)
    try:
        notes.end_leftovers()
        for child in children:
            check_port(child)
        with _asked_to_stop() as events:
            crew = _Crew(children, notes, events, out or sys.stdout)
            code = crew.run(task, on_ready)
            return code if code is not None else EXIT_CUT_SHORT if task else 0
    finally:
        notes.close()


@contextmanager
def _asked_to_stop() -> Iterator[Events]:
    """A queue that hears the signals meanwhile; a SimpleQueue, because a handler may interrupt its own reader."""
    events: Events = queue.SimpleQueue()
    before = {number: signal.signal(number, lambda *_: events.put(None)) for number in STOPPING}
    try:
        yield events
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Crew:
    def __init__(self, children: Sequence[Child], notes: PidFile, events: Events, out: TextIO) -> None:
        output = Output(out, names=[child.name for child in children])
        self._members = [Member(child, output) for child in children]
        self._started: list[Member] = []
        self._notes = notes
        self._events = events
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__, str(watchdog.SECONDS_TO_END)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def run(self, task: Callable[[], int] | None, on_ready: Callable[[], None] | None) -> int | None:
        """What the task returned, or None when asked to stop; nothing runs any more."""
        try:
            for member in self._members:
                self._started.append(member)
                self._start(member)
                if not self._look_after_all(until=member):
                    return None
            if on_ready:
                on_ready()
            if task:
                threading.Thread(target=self._do, args=[task], daemon=True).start()
            return self._wait_for_event()
        finally:
            self._end_all()

    def _do(self, task: Callable[[], int]) -> None:
        try:
            self._events.put(task())
        except BaseException as error:  # raised again in the main thread
            self._events.put(error)

    def _look_after_all(self, *, until: Member) -> bool:
        """True once this member is ready, False when asked to stop."""
        latest = time.monotonic() + SECONDS_TO_BE_READY
        while not until.is_ready():
            if time.monotonic() > latest:
                name = until.child.name
                raise ChildNotReady(name=name, seconds=SECONDS_TO_BE_READY, words=until.last_words)
            with contextlib.suppress(queue.Empty):
                self._events.get(timeout=LOOKS_EVERY)
                return False
            self._restart_ended()
        return True

    def _wait_for_event(self) -> int | None:
        while True:
            with contextlib.suppress(queue.Empty):
                event = self._events.get(timeout=LOOKS_EVERY)
                if isinstance(event, BaseException):
                    raise event
                return event
            self._restart_ended()

    def _restart_ended(self) -> None:
        for member in self._started:
            if member.process is None:
                if time.monotonic() >= member.starts_at:
                    self._start(member)
                continue
            pid = member.process.pid
            code = member.note_end()
            if code is None:
                continue
            self._tell_watchdog("forget", pid)
            child = member.child
            if member.failures > child.restarts:
                raise ChildKeepsFailing(name=child.name, times=member.failures, code=code, words=member.last_words)
            member.say(f"ended with exit code {code}, starts again")

    def _start(self, member: Member) -> None:
        self._tell_watchdog("watch", member.start())
        self._notes.note(other.process.pid for other in self._started if other.process)

    def _end_all(self) -> None:
        """Asked in reverse order, killed after a while or when somebody asks to stop a second time."""
        for member in reversed(self._started):
            member.ask_to_end()
        until = time.monotonic() + watchdog.SECONDS_TO_END
        running = [member.process for member in self._started if member.process]
        while any(process.poll() is None for process in running) and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                if self._events.get(timeout=0.02) is None:
                    break
        for member, process in [(member, member.process) for member in self._started]:
            member.clear()
            if process:
                self._tell_watchdog("forget", process.pid)
        self._watchdog.communicate()

    def _tell_watchdog(self, word: str, pid: int) -> None:
        assert self._watchdog.stdin
        with contextlib.suppress(BrokenPipeError):
            self._watchdog.stdin.write(f"{word} {pid}\n")
            self._watchdog.stdin.flush()
