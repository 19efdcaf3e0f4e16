"""What orders do by the clock: forget payloads."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.orders.flows.purge_snapshots import purge_snapshots


@app.periodic(cron="30 3 * * *")
@app.task(name="orders.purge_snapshots", queue="default", queueing_lock="orders.purge_snapshots")
def purge_snapshots_job(timestamp: int) -> None:
    purge_snapshots(actor=system_actor("orders"), at=now())
