"""Say on which days a warehouse prints at other times.

Afterwards each day named has exactly these times for its carrier, or for all; without times nothing is printed that
day. Batches that stand already stay.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import PrintDay
from zhanggui.fulfilment.places.rows import check_carrier
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse


class PrintDayDraft(NamedTuple):
    """The print times of one day."""

    warehouse_id: int
    on: date
    times: tuple[time, ...] = ()
    carrier: str = ""
    note: str = ""


class DayIsOver(Refusal):
    """{day} is over; its print times stay as they were."""


@transaction.atomic
def set_print_days(*, days: Sequence[PrintDayDraft], actor: Actor, at: datetime) -> Outcome[date]:
    asked = {day.warehouse_id for day in days}
    seen = set(Warehouse.objects.visible_to(actor).filter(pk__among=asked).values_list("pk", flat=True))
    today = company_day(at)

    def check(day: PrintDayDraft) -> None:
        if day.warehouse_id not in seen:
            raise NotFound(what="warehouse", key=day.warehouse_id)
        if day.carrier:
            check_carrier(day.carrier)
        if day.on < today:
            raise DayIsOver(day=f"{day.on:%Y-%m-%d}")

    ready, refused = divide(days, check=check, key=lambda day: day.on)

    once = {(day.warehouse_id, day.on, day.carrier): day for day in ready}
    PrintDay.objects.bulk_create(
        [PrintDay(**{**day._asdict(), "times": sorted(set(day.times))}) for day in once.values()],
        update_conflicts=True,
        unique_fields=["warehouse_id", "on", "carrier"],
        update_fields=["times", "note"],
    )
    return Outcome(done=list(dict.fromkeys(day.on for day in ready)), refused=refused)
