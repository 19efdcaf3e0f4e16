"""Reads of the background work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that failed for good and waits for a person. The reason is in the worker's log, under the job's number."""

    job_id: int
    task: str
    queue: str
    args: dict[str, Any]
    attempts: int
    failed_at: datetime | None


def dead_jobs(*, most: int = 500) -> list[DeadJob]:
    """Failed jobs, newest failure first, in one statement."""
    jobs = ProcrastinateJob.objects.filter(status="failed").annotate(failed_at=Max("procrastinateevent__at"))
    rows = jobs.order_by("-pk").values_list("pk", "task_name", "queue_name", "args", "attempts", "failed_at")
    return [DeadJob(*row) for row in rows[:most]]
