"""Every night the promises are proved on the live database."""

from procrastinate.contrib.django import app

from zhanggui.config.flows.prove_promises import prove_promises
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now


@app.periodic(cron="30 3 * * *")
@app.task(name="config.prove_promises", queue="bulk", queueing_lock="config.prove_promises")
def prove_promises_job(timestamp: int) -> None:
    """In the lane of bulk work: a proof reads whole tables."""
    prove_promises(actor=system_actor("prove"), at=now())
