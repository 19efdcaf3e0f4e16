"""Real processes, really killed."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from zhanggui.config.processes import Child, listens_on, run_children
from zhanggui.config.processes.child import PortTaken
from zhanggui.config.processes.crew import ChildKeepsFailing
from zhanggui.config.processes.pid_file import AlreadyRunning, PidFile, born_at
from zhanggui.kernel.refusal import Refusal

# Says its number and that of a process it started, then goes on for ever.
WITH_OFFSPRING = """
import os, subprocess, time
offspring = subprocess.Popen(["sleep", "600"])
print("pids", os.getpid(), offspring.pid)
time.sleep(600)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WITH_OFFSPRING

PARENT = """
import sys
from pathlib import Path
from zhanggui.config.processes import Child, run_children, watchdog
watchdog.SECONDS_TO_END = float(sys.argv[3])
children = [Child(name, [sys.executable, "-c", sys.argv[2]]) for name in ("web", "worker")]
sys.exit(run_children(children, pid_file=Path(sys.argv[1]), on_ready=lambda: print("ready", flush=True)))
"""


def python(name: str, code: str, **options) -> Child:
    return Child(name, [sys.executable, "-c", code], **options)


@pytest.fixture
def parent(tmp_path):
    """Starts a parent of two children; gives it and the numbers of everything below it."""
    started = []

    def start(code: str = WITH_OFFSPRING, *, patience: float = 10) -> tuple[subprocess.Popen[str], set[int]]:
        argv = [sys.executable, "-c", PARENT, str(tmp_path / "run" / "pids"), code, str(patience)]
        process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, start_new_session=True)
        started.append(process)
        assert process.stdout
        pids: set[int] = set()
        while len(pids) < 4:
            line = process.stdout.readline()
            assert line, "the parent ended"
            if "| pids" in line:
                pids.update(map(int, line.split()[-2:]))
        return process, pids

    yield start
    for process in started:
        process.kill()
        process.communicate()


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if born_at(pid)}


def wait_until_ended(pids: set[int], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while alive(pids):
        assert time.monotonic() < until, alive(pids)
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_every_process(parent, number):
    process, pids = parent()
    os.killpg(process.pid, number)
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert not alive(pids)


def test_second_signal_does_not_wait_for_the_deaf(parent):
    process, pids = parent(DEAF)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert alive(pids)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert not alive(pids)
    assert time.monotonic() - began < 8


def test_killed_parent_leaves_nothing(parent):
    process, pids = parent()
    process.kill()
    process.wait()
    wait_until_ended(pids)


@pytest.mark.slow
def test_killed_parent_leaves_not_even_the_deaf(parent):
    process, pids = parent(DEAF, patience=1.5)
    process.kill()
    process.wait()
    wait_until_ended(pids)


def test_second_parent_is_refused_and_a_later_one_is_not(parent, tmp_path):
    process, _ = parent()
    with pytest.raises(AlreadyRunning, match=str(process.pid)):
        PidFile(tmp_path / "run" / "pids")
    process.send_signal(signal.SIGTERM)
    process.wait()
    PidFile(tmp_path / "run" / "pids").close()


@pytest.mark.parametrize("same_process", [True, False])
def test_leftovers_are_ended_but_nobody_elses_process(tmp_path, same_process):
    other = subprocess.Popen(["sleep", "600"], start_new_session=True)
    collector = threading.Thread(target=other.wait)
    collector.start()
    born = born_at(other.pid) if same_process else "long ago"
    (tmp_path / "pids").write_text(json.dumps({"parent": 1, "children": {other.pid: born}}))
    notes = PidFile(tmp_path / "pids")
    notes.end_leftovers()
    notes.close()
    assert bool(born_at(other.pid)) is not same_process
    other.kill()
    collector.join()


def test_torn_note_is_no_obstacle(tmp_path):
    (tmp_path / "pids").write_text('{"parent": 1, "chil')
    notes = PidFile(tmp_path / "pids")
    notes.end_leftovers()
    notes.close()


def test_children_start_in_order_and_their_lines_bear_their_names(tmp_path):
    mark = tmp_path / "mark"
    out = io.StringIO()
    slow = f"import time; time.sleep(.3); open({str(mark)!r}, 'w'); print('here'); time.sleep(60)"
    asks = f"import os, time; print('first was ready:', os.path.exists({str(mark)!r})); time.sleep(60)"
    children = [
        python("first", slow, ready=mark.exists),
        python("2nd", asks, ready=lambda: "2nd" in out.getvalue()),
    ]
    assert run_children(children, pid_file=tmp_path / "pids", task=lambda: 3, out=out) == 3
    assert "first | here\n" in out.getvalue()
    assert "2nd   | first was ready: True\n" in out.getvalue()


def test_child_that_ended_is_started_again(tmp_path):
    mark = tmp_path / "mark"
    code = f"""
import os, sys, time
if not os.path.exists({str(mark)!r}):
    open({str(mark)!r}, "w")
    sys.exit(7)
time.sleep(60)
"""
    out = io.StringIO()
    child = python("web", code, ready=lambda: "starts again" in out.getvalue())
    assert run_children([child], pid_file=tmp_path / "pids", task=lambda: 0, out=out) == 0
    assert "web | ended with exit code 7, starts again" in out.getvalue()


def test_child_that_keeps_failing_stops_all(tmp_path):
    out = io.StringIO()
    steady = python("steady", WITH_OFFSPRING, ready=lambda: "pids" in out.getvalue())
    failing = python("web", "import sys; print('no such table'); sys.exit(4)", restarts=1)
    with pytest.raises(ChildKeepsFailing, match="no such table") as caught:
        run_children([steady, failing], pid_file=tmp_path / "pids", out=out)
    assert caught.value.data["code"] == 4
    line = next(line for line in out.getvalue().splitlines() if "pids" in line)
    assert not alive(set(map(int, line.split()[-2:])))


def test_taken_port_is_named_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert listens_on(port)()
        mark = tmp_path / "mark"
        children = [python("one", f"open({str(mark)!r}, 'w')"), python("web", "", port=port)]
        with pytest.raises(PortTaken, match=str(port)):
            run_children(children, pid_file=tmp_path / "pids")
    assert not mark.exists()
    assert not listens_on(port)()


def test_what_the_task_raises_is_raised_after_all_ended(tmp_path):
    def task() -> int:
        raise Refusal

    with pytest.raises(Refusal):
        run_children([python("web", WITH_OFFSPRING)], pid_file=tmp_path / "pids", task=task, out=io.StringIO())


def test_stop_before_the_task_is_done(tmp_path):
    def task() -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
        return 0

    before = signal.getsignal(signal.SIGTERM)
    code = run_children([python("web", WITH_OFFSPRING)], pid_file=tmp_path / "pids", task=task, out=io.StringIO())
    assert code == 130
    assert signal.getsignal(signal.SIGTERM) == before


def test_note_is_empty_after_an_orderly_end(tmp_path):
    run_children([python("web", "input()")], pid_file=tmp_path / "pids", task=lambda: 0, out=io.StringIO())
    assert Path(tmp_path / "pids").read_text() == ""
