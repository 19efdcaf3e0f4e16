"""Background jobs in the public API: failed ones run again."""

from django.http import HttpRequest
from ninja import Router

from zhanggui.kernel.api import Answered, Asked, Ids, answer, flow_actor, flow_operation
from zhanggui.kernel.clock import now
from zhanggui.kernel.flows.retry_jobs import retry_jobs

router = Router(tags=["workbench"])


class JobSet(Asked):
    job_ids: Ids


@flow_operation(router, retry_jobs)
def retry_jobs_endpoint(request: HttpRequest, asked: JobSet) -> Answered:
    return answer(retry_jobs(job_ids=asked.job_ids, actor=flow_actor(request, "retry_jobs"), at=now()))
