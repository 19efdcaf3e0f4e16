"""The demo company as a program: all by itself, ended by Ctrl-C, killed, and started again."""

import os
import re
import signal
import time

import httpx
import psycopg
import pytest

from tests.processes.program import Demo, demo_in, needs_proc, nothing_left, processes_of, run, run_demo

pytestmark = [pytest.mark.slow, needs_proc]
ORDERS = 60
SECONDS_TO_START_AGAIN = 30


@pytest.fixture(scope="module")
def done_home(tmp_path_factory):
    """A home in which the demo did its orders without a person, and what it said."""
    home = tmp_path_factory.mktemp("by-itself") / "home"
    said = run_demo(home, "--orders", str(ORDERS), "--exit", seconds=300)
    return home, said


def test_orders_are_handed_over_and_every_promise_holds(done_home):
    home, said = done_home
    assert said.returncode == 0, said.stdout + said.stderr
    assert re.search(rf"{ORDERS} orders in [\d.]+ s", said.stdout)
    assert "All promises hold." in said.stdout
    assert "WRONG" not in said.stdout
    assert nothing_left(home) == {}


def test_a_second_start_is_quick_and_ctrl_c_ends_all(done_home):
    home, _ = done_home
    with demo_in(home) as demo:
        print(f"second start: ready after {demo.seconds_to_ready:.1f} s")  # noqa: T201 (a figure to read)
        assert demo.seconds_to_ready < SECONDS_TO_START_AGAIN
        assert len(processes_of(home)) >= 6
        assert httpx.get(f"{demo.address}/health").is_success


def test_what_a_killed_demo_left_behind_is_taken_over(done_home):
    home, _ = done_home
    demo = Demo.start(home)
    demo.kill()
    with demo_in(home) as again:
        assert httpx.get(f"{again.address}/health").is_success
        assert httpx.get(f"{again.simulator}/sim/state").is_success


def test_a_second_demo_in_the_same_home_is_refused(done_home):
    home, _ = done_home
    with demo_in(home):
        refused = run(home, "demo", "--port", "1", "--simulator-port", "1")
    assert refused.returncode == 2
    assert "already_running" in refused.stderr


def test_a_job_of_a_killed_worker_is_done_by_another(done_home):
    home, _ = done_home
    with demo_in(home) as demo:
        workers = [pid for pid, words in processes_of(home).items() if "--queues" in words]
        assert workers
        httpx.post(f"{demo.simulator}/sim/chaos", json={"settings": {"slow_ms": 4000}})
        url = f"postgresql://zhanggui@/zhanggui?host={home}/postgres/socket"
        with psycopg.connect(url, autocommit=True) as connection:
            running = (
                "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND starts_with(task_name, 'channels.pull')"
            )
            job = _wait_for(connection, running)
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
            httpx.post(f"{demo.simulator}/sim/chaos", json={"settings": {"slow_ms": 0}})
            done = "SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'succeeded' AND attempts > 1"
            assert _wait_for(connection, done, job, seconds=120) == job


def _wait_for(connection, sql, *values, seconds=30):
    until = time.monotonic() + seconds
    while (row := connection.execute(sql, values).fetchone()) is None:
        assert time.monotonic() < until, sql
        time.sleep(0.1)
    return row[0]
