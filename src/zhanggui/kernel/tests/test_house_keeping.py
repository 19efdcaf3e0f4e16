"""Jobs of killed workers run again, failed ones wait for a person, months have their partitions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.flows.forget_done_jobs import forget_done_jobs
from zhanggui.kernel.flows.make_partitions import MONTHS, make_partitions
from zhanggui.kernel.flows.retry_jobs import retry_jobs
from zhanggui.kernel.flows.retry_stalled_jobs import MOST_ATTEMPTS, retry_stalled_jobs
from zhanggui.kernel.queries import dead_jobs

pytestmark = pytest.mark.django_db

ACTOR = system_actor("test")


def execute(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def make_job(state: str = "todo", *, worker: int | None = None, attempts: int = 0) -> int:
    job_id = app.configure_task("kernel.make_partitions", queue="default").defer(timestamp=0)
    execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s", attempts, job_id)
    if state in ("failed", "succeeded"):
        execute("SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)", job_id, state)
    if worker:
        execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", worker, job_id)
    return job_id


def make_worker(*, silent_for: timedelta) -> int:
    sql = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id"
    return fetch_rows(sql, [timezone.now() - silent_for])[0][0]


def state_of(job_id: int) -> str:
    return ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job_id)


def test_jobs_of_a_dead_worker_run_again_and_those_of_a_living_one_go_on():
    dead, alive = make_worker(silent_for=timedelta(minutes=2)), make_worker(silent_for=timedelta(seconds=1))
    orphan, busy, lost = make_job("doing", worker=dead), make_job("doing", worker=alive), make_job("doing")
    assert sorted(retry_stalled_jobs(actor=ACTOR, at=timezone.now()).done) == [orphan, lost]
    assert [state_of(job) for job in (orphan, busy, lost)] == ["todo", "doing", "todo"]


def test_a_job_that_outlived_too_many_workers_fails_for_good():
    deadly = make_job("doing", attempts=MOST_ATTEMPTS)
    assert retry_stalled_jobs(actor=ACTOR, at=timezone.now()).done == []
    assert state_of(deadly) == "failed"


def test_failed_jobs_are_listed_and_let_run_again():
    failed, waiting = make_job("failed"), make_job("succeeded")
    (dead,) = dead_jobs()
    assert (dead.job_id, dead.task, dead.queue, dead.args) == (
        failed,
        "kernel.make_partitions",
        "default",
        {"timestamp": 0},
    )
    assert dead.failed_at is not None
    outcome = retry_jobs(job_ids=[failed, waiting, 10**9], actor=ACTOR, at=timezone.now())
    assert outcome.done == [failed]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        waiting: "job_not_failed",
        10**9: "not_found",
    }
    assert state_of(failed) == "todo"
    assert dead_jobs() == []


def test_done_jobs_are_forgotten_after_a_day_and_failed_ones_are_not():
    done, failed, fresh = make_job("succeeded"), make_job("failed"), make_job("succeeded")
    execute("UPDATE procrastinate_events SET at = now() - interval '2 days' WHERE job_id = ANY(%s)", [done, failed])
    forget_done_jobs(actor=ACTOR, at=timezone.now())
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == {failed, fresh}


def test_the_coming_months_have_partitions():
    at = datetime(2031, 11, 20, tzinfo=UTC)
    for _ in range(2):
        assert make_partitions(actor=ACTOR, at=at).done == ["kernel_fact", "orders_ordersnapshot"]
    names = {name for (name,) in fetch_rows("SELECT relname FROM pg_class WHERE relname LIKE 'kernel_fact_203%%'", [])}
    assert {name for name in names if not name.endswith(("pkey", "idx"))} >= {
        "kernel_fact_203111",
        "kernel_fact_203112",
        "kernel_fact_203201",
        "kernel_fact_203202",
    }
    assert MONTHS == 4
