"""What orders do by the clock and when others tell: end holds, forget payloads, match lines with new SKUs."""

from procrastinate.contrib.django import app

from zhanggui.catalog.facts import SkuAdded
from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.purge_snapshots import purge_snapshots
from zhanggui.orders.flows.release_due_holds import release_due_holds


@app.periodic(cron="30 3 * * *")
@app.task(name="orders.purge_snapshots", queue="default", queueing_lock="orders.purge_snapshots")
def purge_snapshots_job(timestamp: int) -> None:
    purge_snapshots(actor=system_actor("orders"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="orders.release_due_holds", queue="default", queueing_lock="orders.release_due_holds")
def release_due_holds_job(timestamp: int) -> None:
    release_due_holds(actor=system_actor("orders"), at=now())


@subscriber(SkuAdded)
def match_new_skus(ids: list[int]) -> None:
    codes = Sku.objects.filter(pk__among=ids).values_list("code", flat=True)
    match_lines(sku_codes=list(codes), actor=system_actor("orders"), at=now())
