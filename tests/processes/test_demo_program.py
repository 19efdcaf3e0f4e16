"""The demo company as a program: all by itself, ended by Ctrl-C, killed, and started again."""

import os
import re
import signal
import time

import httpx
import psycopg
import pytest

from tests.processes.program import (
    ORDERS,
    Demo,
    demo_in,
    home_after_a_day,
    needs_proc,
    nothing_left,
    processes_of,
    run,
)

pytestmark = [pytest.mark.slow, needs_proc]
SECONDS_TO_START_AGAIN = 60


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return home_after_a_day(tmp_path_factory)


def test_orders_are_handed_over_and_every_promise_holds(day):
    assert day.exit_code == 0, day.words
    assert re.search(rf"{ORDERS} orders in [\d.]+ s", day.words)
    assert "All promises hold." in day.words
    assert "WRONG" not in day.words
    assert nothing_left(day.home) == {}


def test_a_second_start_is_quick_a_second_demo_is_refused_and_ctrl_c_ends_all(day):
    with demo_in(day.home) as demo:
        print(f"second start: ready after {demo.seconds_to_ready:.1f} s")  # noqa: T201 (a figure to read)
        assert demo.seconds_to_ready < SECONDS_TO_START_AGAIN
        assert len(processes_of(day.home)) >= 6
        assert httpx.get(f"{demo.address}/health").is_success
        refused = run(day.home, "demo", "--port", "1", "--simulator-port", "1")
        assert httpx.get(f"{demo.address}/health").is_success
    assert refused.returncode == 2
    assert "already_running" in refused.stderr


def test_what_a_killed_demo_left_is_taken_over_and_a_job_of_a_killed_worker_is_done_by_another(day):
    demo = Demo.start(day.home)
    demo.kill()
    with demo_in(day.home) as again:
        assert httpx.get(f"{again.address}/health").is_success
        assert httpx.get(f"{again.simulator}/sim/state").is_success
        _kill_a_worker_at_work(day.home, again)


def _kill_a_worker_at_work(home, demo):
    """Afterwards another worker has done what the killed one had begun."""
    workers = [pid for pid, words in processes_of(home).items() if "--queues" in words]
    assert workers
    httpx.post(f"{demo.simulator}/sim/chaos", json={"settings": {"slow_ms": 4000}})
    url = f"postgresql://zhanggui@/zhanggui?host={home}/postgres/socket"
    with psycopg.connect(url, autocommit=True) as connection:
        running = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND starts_with(task_name, 'channels.pull')"
        job = _wait_for(connection, running)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        # Their hearts are silent for half a minute already: the test need not wait for it.
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '35 seconds'")
        httpx.post(f"{demo.simulator}/sim/chaos", json={"settings": {"slow_ms": 0}})
        done = "SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'succeeded' AND attempts > 1"
        assert _wait_for(connection, done, job, seconds=120) == job


def _wait_for(connection, sql, *values, seconds=30):
    until = time.monotonic() + seconds
    while (row := connection.execute(sql, values).fetchone()) is None:
        assert time.monotonic() < until, sql
        time.sleep(0.1)
    return row[0]
