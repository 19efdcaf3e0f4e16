"""What planning does by the clock and when others tell: sum sales, work plans out."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.planning.facts import PlanAsked
from zhanggui.planning.flows.go_on_planning import go_on_planning
from zhanggui.planning.flows.purge_suggestions import purge_suggestions
from zhanggui.planning.flows.sum_sales import sum_sales


@app.periodic(cron="20 * * * *")
@app.task(name="planning.sum_sales", queue="bulk", queueing_lock="planning.sum_sales")
def sum_sales_job(timestamp: int) -> None:
    sum_sales(actor=system_actor("forecast"), at=now())


@app.periodic(cron="50 19 * * *")  # in the night of China
@app.task(name="planning.purge_suggestions", queue="default", queueing_lock="planning.purge_suggestions")
def purge_suggestions_job(timestamp: int) -> None:
    purge_suggestions(actor=system_actor("forecast"), at=now())


@subscriber(PlanAsked, queue="bulk")
def work_plans_out(ids: list[int]) -> None:
    """Goes on, five thousand SKUs in each transaction, until every plan is worked out."""
    actor = system_actor("forecast")
    sum_sales(actor=actor, at=now())
    left = set(ids)
    while left:
        left -= set(go_on_planning(plan_ids=sorted(left), actor=actor, at=now()).done)
