"""Close months of the books.

Afterwards nothing can be posted to them; a month that was closed before is done. A set is closed from the earliest
on, and one that has an earlier open month outside the set is refused.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.books.facts import BooksClosed
from zhanggui.books.models import Period
from zhanggui.books.period_rows import lock_periods
from zhanggui.books.rules.periods import check_close
from zhanggui.books.states import PeriodState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def close_periods(*, period_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    periods = lock_periods()
    asked = [period for period in periods if period.pk in set(period_ids)]
    open_days = [period.first_on for period in periods if period.state == PeriodState.OPEN]
    closing: set[date] = set()

    def check(period: Period) -> None:
        """Earliest first, so that a month sees those of the set that close before it."""
        if period.state == PeriodState.OPEN:
            left = (day for day in open_days if day not in closing)
            check_close(period.first_on, first_open=min(left, default=None), today=company_day(at))
            closing.add(period.first_on)

    ready, refused = divide(asked, check=check, key=lambda period: period.pk)
    fresh = [period for period in ready if period.state == PeriodState.OPEN]

    move_to(
        Period, [period.pk for period in fresh], PeriodState.CLOSED, changed_by=actor.name, changed_at=at, reason=""
    )

    announce([BooksClosed(period.pk, str(period)) for period in fresh], actor=actor, at=at)
    done = {period.pk for period in ready}
    return Outcome(
        done=[pk for pk in dict.fromkeys(period_ids) if pk in done],
        refused=refused | not_found("period", period_ids, (period.pk for period in asked)),
    )
