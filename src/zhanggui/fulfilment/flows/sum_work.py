"""Sum the work of every hour that is over, so that figures over weeks are read and not worked out.

Afterwards each full hour up to now is summed once, a margin back: what was written late by then is in it. Summing again
changes nothing.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from zhanggui.fulfilment.models import WorkSummed
from zhanggui.fulfilment.working.summing import DEEDS, asked
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

LATE = timedelta(minutes=10)
"""How much later than its moment a deed may come to be written."""
MOST = timedelta(days=2)
"""How much is summed at once, when a company begins or stood still."""
_INSERT = f"""
INSERT INTO fulfilment_workhour (
    hour, warehouse_id, post, actor_id, actor, station, deeds, errors, done, pieces, busy_s)
{DEEDS}
ON CONFLICT (hour, warehouse_id, post, actor_id, actor, station) DO UPDATE SET
    deeds = excluded.deeds, errors = excluded.errors, done = excluded.done,
    pieces = excluded.pieces, busy_s = excluded.busy_s
"""


@transaction.atomic
def sum_work(*, actor: Actor, at: datetime) -> Outcome[str]:
    end = (at - LATE).replace(minute=0, second=0, microsecond=0)
    summed = WorkSummed.objects.select_for_update().first()
    start = summed.until if summed else end - MOST
    if start >= end:
        return Outcome()
    end = min(end, start + MOST)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, asked(start, end))
    WorkSummed.objects.update_or_create(pk=1, defaults={"until": end})
    hours = int((end - start) / timedelta(hours=1))
    return Outcome(done=[f"{start + timedelta(hours=hour):%Y-%m-%d %H}" for hour in range(hours)])
