"""Jobs that keep the house: of killed workers, of months to come, of what is done."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.flows.forget_done_jobs import forget_done_jobs
from zhanggui.kernel.flows.make_partitions import make_partitions
from zhanggui.kernel.flows.retry_stalled_jobs import retry_stalled_jobs


@app.periodic(cron="* * * * * */30")  # the sixth field is seconds
@app.task(name="kernel.retry_stalled_jobs", queue="default", queueing_lock="kernel.retry_stalled_jobs")
def retry_stalled_jobs_job(timestamp: int) -> None:
    retry_stalled_jobs(actor=system_actor("kernel"), at=now())


@app.periodic(cron="10 3 * * *")
@app.task(name="kernel.make_partitions", queue="default", queueing_lock="kernel.make_partitions")
def make_partitions_job(timestamp: int) -> None:
    make_partitions(actor=system_actor("kernel"), at=now())


@app.periodic(cron="15 * * * *")
@app.task(name="kernel.forget_done_jobs", queue="default", queueing_lock="kernel.forget_done_jobs")
def forget_done_jobs_job(timestamp: int) -> None:
    forget_done_jobs(actor=system_actor("kernel"), at=now())
