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
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.waking import wake_jobs

MOST_ATTEMPTS = 8
_FAIL = "SELECT procrastinate_finish_job_v1(given.id, %s, false) FROM unnest(%s::bigint[]) AS given(id)"


@transaction.atomic
def retry_stalled_jobs(*, actor: Actor, at: datetime) -> Outcome[int]:
    stalled: list[Job] = list(async_to_sync(app.job_manager.get_stalled_jobs)())

    attempts = {job.id: job.attempts for job in stalled if job.id is not None}
    deadly = [job_id for job_id, count in attempts.items() if count >= MOST_ATTEMPTS]
    again = [job_id for job_id, count in attempts.items() if count < MOST_ATTEMPTS]

    wake_jobs(again, at=at)
    if deadly:
        fetch_rows(_FAIL, [Status.FAILED.value, deadly])
    return Outcome(done=again)
