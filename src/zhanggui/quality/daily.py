"""The inspector's report of a day: what arrived, what was decided, what was found, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.quality.models import Defect, Finding, Inspection, SpotCheck
from zhanggui.quality.reasons import reason_name
from zhanggui.quality.states import DECIDED, UNDECIDED, InspectionState, SpotState


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the report, and the list that sums to it."""

    title: str
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class SupplierLine:
    name: str
    lots: int
    checked: int
    defective: int

    @property
    def share(self) -> Decimal:
        """Defective pieces among those looked at, in per cent."""
        if not self.checked:
            return Decimal(0)
        return (Decimal(100 * self.defective) / self.checked).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class DailyReport:
    day: date
    figures: Sequence[Line]
    reasons: Sequence[Line]
    suppliers: Sequence[SupplierLine]


def daily_report(actor: Actor, *, day: date) -> DailyReport:
    """Of the actor's warehouses. Six statements."""
    begin = datetime.combine(day, time.min, tzinfo=company_zone())
    end = begin + timedelta(days=1)
    inspections = Inspection.objects.visible_to(actor)
    decided = inspections.filter(judged_at__gte=begin, judged_at__lt=end, state__in=DECIDED)
    return DailyReport(
        day, _figures(actor, inspections, decided, day, begin, end), _reasons(actor, begin, end), _suppliers(decided)
    )


def _figures(actor: Actor, inspections: Any, decided: Any, day: date, begin: datetime, end: datetime) -> list[Line]:
    arrived = inspections.filter(arrived_at__gte=begin, arrived_at__lt=end).count()
    ends = decided.aggregate(
        **{f"ended_{state.value}": Count("pk", filter=Q(state=state)) for state in DECIDED},
        good=Sum("passed", default=0),
        bad=Sum("failed", default=0),
    )
    still = inspections.filter(due_at__lt=end, state__in=UNDECIDED).count()
    spots = SpotCheck.objects.visible_to(actor).filter(day=day)
    sampled = spots.aggregate(done=Count("pk", filter=Q(state=SpotState.DONE)), of=Count("pk"))
    left = Defect.objects.visible_to(actor).filter(left__gt=0).aggregate(pieces=Sum("left", default=0))["pieces"]
    desk = "/desk/quality-inspections/"
    days = f"judged_at__from={day}&judged_at__to={day}"
    return [
        Line(_("Lots that arrived"), arrived, f"{desk}?tab=all&arrived_at__from={day}&arrived_at__to={day}"),
        *(
            Line(str(InspectionState(state).label), ends[f"ended_{state.value}"], f"{desk}?tab={state.value}&{days}")
            for state in DECIDED
        ),
        Line(_("Pieces passed"), ends["good"], f"{desk}?tab=all&{days}"),
        Line(_("Pieces failed"), ends["bad"], f"{desk}?tab=all&{days}"),
        Line(_("Due and not decided"), still, f"{desk}?tab=open"),
        Line(_("Bins sampled"), sampled["done"], f"/desk/spot-checks/?tab=done&day__from={day}&day__to={day}"),
        Line(_("Bins to sample"), sampled["of"], f"/desk/spot-checks/?tab=all&day__from={day}&day__to={day}"),
        Line(pgettext("defects", "Pieces to decide on"), left, "/desk/defects/?tab=left"),
    ]


def _reasons(actor: Actor, begin: datetime, end: datetime) -> list[Line]:
    found = Finding.objects.filter(found_at__gte=begin, found_at__lt=end, undone_at__isnull=True)
    if actor.warehouse_ids is not None:
        found = found.filter(inspection__warehouse_id__in=actor.warehouse_ids)
    rows = (
        found.values_list("reason__code", "reason__name", "reason__name_en")
        .annotate(pieces=Sum("pieces"))
        .order_by("-pieces")
    )
    return [Line(f"{code} {reason_name(name, name_en)}", pieces) for code, name, name_en, pieces in rows]


def _suppliers(decided: Any) -> list[SupplierLine]:
    rows = (
        decided.filter(supplier__isnull=False)
        .values_list("supplier__code", "supplier__name")
        .annotate(lots=Count("pk"), looked=Sum("checked"), bad=Sum(F("defective")))
        .order_by("-bad", "supplier__code")
    )
    return [SupplierLine(f"{code} {name}", lots, looked, bad) for code, name, lots, looked, bad in rows]
