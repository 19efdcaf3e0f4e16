"""Make the monthly partitions of the coming months, for every table that is cut by month.

Afterwards this month and the next three have a partition of their own. Safe to repeat.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.outcome import Outcome

MONTHS = 4

# A table is cut by month when it has the partition for the rest that `zhanggui_add_partitions` works beside.
_MAKE = """
SELECT parent.relname, zhanggui_add_partitions(parent.relname, %s::date, %s)
FROM pg_partitioned_table cut JOIN pg_class parent ON parent.oid = cut.partrelid
WHERE to_regclass(parent.relname || '_rest') IS NOT NULL ORDER BY parent.relname
"""


@transaction.atomic
def make_partitions(*, actor: Actor, at: datetime) -> Outcome[str]:
    return Outcome(done=[name for name, _ in fetch_rows(_MAKE, [at.date(), MONTHS])])
