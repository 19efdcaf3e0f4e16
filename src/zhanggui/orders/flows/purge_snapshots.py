"""Delete raw payloads whose day of deletion has come.

Afterwards no payload is kept longer than was promised when it was stored; the orders stay as they are.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome

_DELETE = """
WITH gone AS (DELETE FROM orders_ordersnapshot WHERE purge_on <= %s RETURNING order_id)
SELECT DISTINCT order_id FROM gone ORDER BY order_id
"""


@transaction.atomic
def purge_snapshots(*, actor: Actor, at: datetime) -> Outcome[int]:
    return Outcome(done=[order_id for (order_id,) in fetch_rows(_DELETE, [company_day(at)])])
