"""What planning does by the clock and when others tell: sum sales."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.planning.flows.sum_sales import sum_sales


@app.periodic(cron="20 * * * *")
@app.task(name="planning.sum_sales", queue="bulk", queueing_lock="planning.sum_sales")
def sum_sales_job(timestamp: int) -> None:
    sum_sales(actor=system_actor("forecast"), at=now())
