"""What control does by the clock."""

from procrastinate.contrib.django import app

from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.people.models import Warehouse


@app.periodic(cron="40 17 * * *")  # in the night of China, after the sales of the day were summed
@app.task(name="control.sum_stock_figures", queue="bulk", queueing_lock="control.sum_stock_figures")
def sum_stock_figures_job(timestamp: int) -> None:
    warehouse_ids = list(Warehouse.objects.values_list("pk", flat=True))
    sum_stock_figures(warehouse_ids=warehouse_ids, actor=system_actor("stock"), at=now())
