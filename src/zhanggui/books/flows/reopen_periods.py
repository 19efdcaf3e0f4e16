"""Open months of the books again.

Afterwards entries may be posted to them, and why is on record. A set is opened from the latest back, and one that has
a later closed month outside the set is refused.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.books.facts import BooksReopened
from zhanggui.books.models import Period
from zhanggui.books.period_rows import lock_periods
from zhanggui.books.rules.periods import check_reopen
from zhanggui.books.states import PeriodState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def reopen_periods(*, period_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    periods = lock_periods()
    asked = [period for period in reversed(periods) if period.pk in set(period_ids)]
    closed_days = [period.first_on for period in periods if period.state == PeriodState.CLOSED]
    opening: set[date] = set()

    def check(period: Period) -> None:
        """Latest first, so that a month sees those of the set that open before it."""
        if period.state == PeriodState.CLOSED:
            left = (day for day in closed_days if day not in opening)
            check_reopen(period.first_on, last_closed=max(left, default=None), reason=reason)
            opening.add(period.first_on)

    ready, refused = divide(asked, check=check, key=lambda period: period.pk)
    fresh = [period for period in ready if period.state == PeriodState.CLOSED]

    move_to(
        Period, [period.pk for period in fresh], PeriodState.OPEN, changed_by=actor.name, changed_at=at, reason=reason
    )

    announce([BooksReopened(period.pk, str(period), reason) for period in fresh], actor=actor, at=at)
    done = {period.pk for period in ready}
    return Outcome(
        done=[pk for pk in dict.fromkeys(period_ids) if pk in done],
        refused=refused | not_found("period", period_ids, (period.pk for period in asked)),
    )
