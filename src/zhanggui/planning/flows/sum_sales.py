"""Sum what was sold, by day, from the moves to customers and back.

Afterwards every day from `since` on holds what the moves of that day say; without `since`, from two days before the
last sum on, so that what was written late is in it. Summing again changes nothing; from the first day on it is a
rebuilding of the whole table. What a file brought stays as it is.
"""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from zhanggui.inventory.models import Move
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome
from zhanggui.planning.models import SalesSummed
from zhanggui.planning.summing import WRITE, span

LATE_DAYS = 2


@transaction.atomic
def sum_sales(*, since: date | None = None, actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the first and the last day summed."""
    summed = SalesSummed.objects.select_for_update().first()
    today = company_day(at)
    first = since or (summed.through - timedelta(days=LATE_DAYS) if summed else _begin(today))

    with connection.cursor() as cursor:
        cursor.execute(WRITE, span(first, today))
    SalesSummed.objects.update_or_create(pk=1, defaults={"through": today, "summed_at": at})

    return Outcome(done=list(dict.fromkeys([first.isoformat(), today.isoformat()])))


def _begin(today: date) -> date:
    """The day of the oldest move; moves are written in their order."""
    oldest = Move.objects.order_by("pk").values_list("at", flat=True).first()
    return today if oldest is None else min(company_day(oldest) - timedelta(days=LATE_DAYS), today)
