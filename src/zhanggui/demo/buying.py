"""What the demo company sold before, and what a plan says it should buy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from zhanggui.demo.goods import goods
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.people.models import Warehouse
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.edit_suggestions import edit_suggestions
from zhanggui.planning.flows.go_on_planning import go_on_planning
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.flows.start_plans import start_plans
from zhanggui.planning.models import Plan, Suggestion
from zhanggui.planning.rules.festivals import festivals_between
from zhanggui.planning.rules.sales import SalesDraft
from zhanggui.planning.states import FestivalKind, SuggestionState

WEEKS = 60
WEEKDAYS = (92, 88, 90, 94, 102, 118, 116)
"""Per cent of a usual day, from Monday on."""
FESTIVALS = {
    FestivalKind.DOUBLE_ELEVEN: 320, FestivalKind.MID_YEAR: 240, FestivalKind.DOUBLE_TWELVE: 170,
    FestivalKind.NEW_YEAR_GOODS: 140, FestivalKind.SPRING_FESTIVAL: 35,
}  # fmt: skip
"""Per cent of a usual day."""


def plan_purchases(warehouse: Warehouse, *, actor: Actor, at: datetime) -> None:
    """Afterwards more than a year of sales is known, a plan has run, some of what it says was approved and the goods of
    one supplier stand on a draft. Safe to repeat."""
    if Plan.objects.exists():
        return
    today = company_day(at)
    import_sales(sales=list(_sales(warehouse.code, today)), actor=actor, at=at)
    start_plans(warehouse_ids=[warehouse.pk], actor=actor, at=at)
    while not go_on_planning(plan_ids=list(Plan.objects.values_list("pk", flat=True)), actor=actor, at=at).done:
        continue
    proposed = Suggestion.objects.filter(state=SuggestionState.PROPOSED).exclude(supplier=None)
    rows = list(proposed.order_by("supplier__code", "sku__code"))
    ordered = [row for row in rows if row.supplier_id == rows[0].supplier_id]
    more = ordered[0].quantity + 10 * ordered[0].inputs["pack_size"]
    edit_suggestions(quantities={ordered[0].pk: more}, actor=actor, at=at)
    approve_suggestions(suggestion_ids=[row.pk for row in rows[: len(ordered) + 3]], actor=actor, at=at)
    order_suggestions(suggestion_ids=[row.pk for row in ordered], actor=actor, at=at)


def _sales(warehouse: str, today: date) -> Iterator[SalesDraft]:
    """Two SKUs of five sell much, the others some, every seventh once in a while; the same whenever it is asked."""
    first = today - timedelta(weeks=WEEKS)
    uplifts = {
        one.first + timedelta(days=number): FESTIVALS[FestivalKind(one.kind)]
        for one in festivals_between(first, today)
        if one.kind in FESTIVALS
        for number in range((one.last - one.first).days + 1)
    }
    days = [first + timedelta(days=number) for number in range(7 * WEEKS)]
    shares = [WEEKDAYS[day.weekday()] * uplifts.get(day, 100) for day in days]
    for number, row in enumerate(goods()):
        usual = (720, 380, 60, 45, 30)[number % 5] - number % 23
        for place, (day, share) in enumerate(zip(days, shares, strict=True)):
            luck = 75 + (place * 7919 + number * 104_729) % 51
            pieces = usual * share * luck // 1_000_000
            if number % 7 == 0 and (place + number) % 6:
                pieces = 0
            if pieces:
                yield SalesDraft(warehouse, row.code, day, pieces)
