"""`zhanggui` as a program: started as anybody starts it, in a home of its own, and looked at from outside."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

COMMAND = (sys.executable, "-m", "zhanggui.config.cli")
READY = "Ctrl-C"
"""The last line of the demo's welcome says how to end it."""
ORDERS = 60
"""How many the demo leads to hand-over before the tests begin."""
SECONDS_TO_START = 180
SECONDS_TO_END = 30
OURS_ONLY = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ZHANGGUI_DEMO", "ZHANGGUI_DEMO_SIMULATOR")
"""What the test run sets for itself, and a program of its own must not see."""

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked up in /proc")


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS_ONLY}
    return kept | {"ZHANGGUI_HOME": str(home), "LANG": "C.UTF-8"} | more


def run(home: Path, *argv: str, seconds: int = SECONDS_TO_START, **more: str) -> subprocess.CompletedProcess[str]:
    """The command from start to end; what it said is in `stdout` and `stderr`."""
    return subprocess.run(
        [*COMMAND, *argv], env=environment(home, **more), capture_output=True, text=True, timeout=seconds, check=False
    )


def run_demo(home: Path, *options: str, seconds: int) -> subprocess.CompletedProcess[str]:
    """The demo from start to end, on ports that nothing else uses."""
    return run(home, "demo", *_ports(free_port(), free_port()), *options, seconds=seconds)


def _ports(port: int, simulator_port: int) -> tuple[str, ...]:
    return ("--port", str(port), "--simulator-port", str(simulator_port))


@dataclass(frozen=True)
class Day:
    """A home in which the demo did its orders without a person, and what it said."""

    home: Path
    exit_code: int
    words: str


def home_after_a_day(factory: pytest.TempPathFactory) -> Day:
    """A copy that the caller may spoil; the day itself is worked once in a test run, whichever worker comes first."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of all workers
    worked, told = shared / "worked", shared / "worked.told"
    with (shared / "worked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            said = run_demo(worked, "--orders", str(ORDERS), "--exit", seconds=300)
            told.write_text(f"{said.returncode}\n{said.stdout}{said.stderr}")
    home = factory.mktemp("day") / "home"
    subprocess.run(["cp", "-a", worked, home], check=True)  # the cluster keeps the user it belongs to
    code, _, words = told.read_text().partition("\n")
    return Day(home, int(code), words)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def processes_of(home: Path) -> dict[int, str]:
    """Every living process that was started for this home, its database included, by what it runs."""
    found = {}
    for place in Path("/proc").iterdir():
        if not place.name.isdecimal() or int(place.name) == os.getpid():
            continue
        try:
            state = (place / "stat").read_text().rpartition(")")[2].split()[0]
            has_home = f"ZHANGGUI_HOME={home}".encode() in (place / "environ").read_bytes().split(b"\0")
            if state != "Z" and (has_home or (place / "cwd").resolve().is_relative_to(home)):
                found[int(place.name)] = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has ended meanwhile, or belongs to somebody else
    return found


def nothing_left(home: Path, *, seconds: float = 5) -> dict[int, str]:
    """What still runs after so long a wait; empty when all has ended."""
    until = time.monotonic() + seconds
    while (left := processes_of(home)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@dataclass
class Demo:
    """A demo company at work in its home, until it is stopped."""

    home: Path
    port: int
    simulator_port: int
    process: subprocess.Popen[bytes]
    log: Path
    seconds_to_ready: float = 0.0

    @classmethod
    def start(cls, home: Path, *options: str, platforms: bool = False) -> Self:
        """Afterwards it says that it is ready: nobody works, nobody orders, unless the options say so. With `platforms`
        it has its shops on all of them."""
        port, simulator_port = free_port(), free_port()
        log = home.parent / f"{home.name}.log"
        quiet = ("--no-staff", "--stream", "0", "--first-orders", "0")
        argv = ["demo", *_ports(port, simulator_port), *quiet, *options]
        if not platforms:
            argv.append("--taobao-only")
        clock = time.monotonic()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*COMMAND, *argv], env=environment(home), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        demo = cls(home, port, simulator_port, process, log)
        demo._wait()
        demo.seconds_to_ready = time.monotonic() - clock
        return demo

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def simulator(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def words(self) -> str:
        return self.log.read_text(errors="replace")

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS_TO_END)

    def kill(self) -> None:
        """The parent alone, without a word to its children."""
        self.process.kill()
        self.process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while READY not in self.words:
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                raise AssertionError(f"the demo was not ready after {SECONDS_TO_START} s or ended:\n{self.words}")
            time.sleep(0.05)


@contextmanager
def demo_in(home: Path, *options: str) -> Iterator[Demo]:
    """A demo company for the length of a block; it is interrupted at the end, and leaves nothing running."""
    demo = Demo.start(home, *options)
    try:
        yield demo
    finally:
        code = demo.interrupt() if demo.process.poll() is None else demo.process.returncode
    assert code == 0, demo.words
    assert nothing_left(home) == {}
