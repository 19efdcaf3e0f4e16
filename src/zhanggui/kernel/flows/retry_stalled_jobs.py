"""Let jobs run again whose worker died with them.

Afterwards no job belongs to a worker without a heartbeat: each waits in its queue again, or has failed for good when
it was there as often as any job may be, because then it may be what kills the workers.
"""

from datetime import datetime

from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.facts import RETRY
from zhanggui.kernel.outcome import Outcome

_RETRY = "SELECT procrastinate_retry_job_v2(given.id, %s, NULL, NULL, NULL) FROM unnest(%s::bigint[]) AS given(id)"
_FAIL = "SELECT procrastinate_finish_job_v1(given.id, %s, false) FROM unnest(%s::bigint[]) AS given(id)"


@transaction.atomic
def retry_stalled_jobs(*, actor: Actor, at: datetime) -> Outcome[int]:
    stalled: list[Job] = list(async_to_sync(app.job_manager.get_stalled_jobs)())

    deadly = [job.id for job in stalled if job.attempts >= (RETRY.max_attempts or 0)]
    again = [job.id for job in stalled if job.id not in set(deadly)]

    if again:
        fetch_rows(_RETRY, [at, again])
    if deadly:
        fetch_rows(_FAIL, [Status.FAILED.value, deadly])
    return Outcome(done=[job_id for job_id in again if job_id is not None])
