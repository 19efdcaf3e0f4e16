"""What quality does by itself: measure suppliers, mark lots that failed, and plan the samples of the day."""

from procrastinate.contrib.django import app

from zhanggui.inventory.flows.mark_inspections import mark_inspections
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.parties.flows.record_events import record_events
from zhanggui.people.models import Warehouse
from zhanggui.quality.facts import InspectionJudged
from zhanggui.quality.flows.plan_spot_checks import plan_spot_checks
from zhanggui.quality.following import defect_shares, lots_to_mark


@subscriber(InspectionJudged)
def measure_suppliers(ids: list[int]) -> None:
    record_events(events=defect_shares(ids), actor=system_actor("quality"), at=now())


@subscriber(InspectionJudged)
def mark_failed_lots(ids: list[int]) -> None:
    for reason, marks in lots_to_mark(ids).items():
        mark_inspections(marks=marks, reason=reason, actor=system_actor("quality"), at=now())


@app.periodic(cron="30 23 * * *")  # half past seven in China, before the inspector begins
@app.task(name="quality.plan_samples", queue="default", queueing_lock="quality.plan_samples")
def plan_samples(timestamp: int) -> None:
    warehouse_ids = list(Warehouse.objects.values_list("pk", flat=True))
    plan_spot_checks(warehouse_ids=warehouse_ids, actor=system_actor("quality"), at=now())
