"""Let failed background jobs run again.

Afterwards each is waiting in its queue, with what it was given the first time.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.waking import wake_jobs


class JobNotFailed(Refusal):
    """Job {job} has not failed; it is {state}."""


@transaction.atomic
def retry_jobs(*, job_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    jobs = ProcrastinateJob.objects.filter(pk__among=set(job_ids)).order_by("pk").select_for_update()
    states = dict(jobs.values_list("pk", "status"))

    refused = not_found("job", job_ids, states)
    refused |= {key: JobNotFailed(job=key, state=state) for key, state in states.items() if state != "failed"}
    ready = [key for key in states if key not in refused]

    wake_jobs(ready, at=at)
    return Outcome(done=ready, refused=refused)
