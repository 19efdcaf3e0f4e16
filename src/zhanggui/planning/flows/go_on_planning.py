"""Go on planning: the next five thousand SKUs of each plan.

Afterwards these SKUs have their forecast and their suggestion, which takes the place of the open one of an earlier
plan; or the plan is worked out, and suggestions of SKUs it did not come to are replaced too. A plan that has just begun
first classes its SKUs and learns from its warehouse what festivals bring.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.planning.facts import PlanDone
from zhanggui.planning.flows.class_skus import class_skus
from zhanggui.planning.history import first_day, sales_of_all
from zhanggui.planning.models import Forecast, Plan, SkuClass, Suggestion, Uplift
from zhanggui.planning.rules.forecasting import company_weekdays
from zhanggui.planning.rules.uplifts import PastDays, learn_company, used_uplifts
from zhanggui.planning.states import OPEN, PlanState, SuggestionState
from zhanggui.planning.working import FORECAST_COLUMNS, SUGGESTION_COLUMNS, next_stretch


@transaction.atomic
def go_on_planning(*, plan_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers those that are worked out."""
    plans = list(locked(Plan.objects.all(), plan_ids))
    running = [plan for plan in plans if plan.state == PlanState.RUNNING]

    for plan in running:  # one a page; each has a warehouse, numbers and a history of its own
        if plan.uplifts is None:
            _learn(plan, actor=actor, at=at)
        else:
            _work_out(plan, at=at)

    Plan.objects.bulk_update(running, ["total", "looked", "last_id", "uplifts", "company", "suggested", "worse"])
    over = [plan for plan in running if plan.finished_at is not None]
    move_to(Plan, [plan.pk for plan in over], PlanState.DONE, finished_at=at)
    announce([PlanDone(plan.pk, plan.number, plan.suggested, plan.looked) for plan in over], actor=actor, at=at)
    finished = {plan.pk for plan in over}
    return Outcome(done=[plan.pk for plan in plans if plan.state == PlanState.DONE or plan.pk in finished])


def _learn(plan: Plan, *, actor: Actor, at: datetime) -> None:
    class_skus(warehouse_ids=[plan.warehouse_id], actor=actor, at=at)
    sold = sales_of_all(warehouse_id=plan.warehouse_id, today=plan.planned_on)
    learned = learn_company(sold, PastDays(first_day(plan.planned_on), len(sold)))
    plan.uplifts = used_uplifts(learned, dict(Uplift.objects.values_list("festival", "times")))
    plan.company = {"weekdays": [round(float(share), 4) for share in company_weekdays(sold)]}
    plan.total = SkuClass.objects.filter(warehouse_id=plan.warehouse_id, sku__is_active=True).count()


def _work_out(plan: Plan, *, at: datetime) -> None:
    stretch = next_stretch(plan)
    earlier = Suggestion.objects.filter(warehouse_id=plan.warehouse_id, state__in=OPEN).exclude(plan_id=plan.pk)
    if not stretch.sku_ids:
        _replace(earlier.values_list("pk", flat=True))
        plan.finished_at = at
        return
    _replace(earlier.filter(sku_id__among=set(stretch.sku_ids)).values_list("pk", flat=True))
    Forecast.objects.filter(warehouse_id=plan.warehouse_id, sku_id__among=set(stretch.sku_ids)).delete()
    copy_rows(Forecast, FORECAST_COLUMNS, stretch.forecasts)
    copy_rows(Suggestion, SUGGESTION_COLUMNS, stretch.suggestions)
    plan.looked += len(stretch.sku_ids)
    plan.last_id = stretch.sku_ids[-1]
    plan.suggested += stretch.suggested
    plan.worse += stretch.worse


def _replace(ids: Iterable[int]) -> None:
    there = list(locked(Suggestion.objects.all(), ids).values_list("pk", flat=True))
    move_to(Suggestion, there, SuggestionState.REPLACED)
