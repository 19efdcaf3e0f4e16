"""Delete drafts that nobody has gone on with for as long as drafts are kept.

Afterwards no receiver is kept whose order was never placed. Orders that drafts have become stay; with 0 days drafts are
kept until somebody throws them away.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.entering.drafts import kept_since

_DELETE = "DELETE FROM orders_draftorder WHERE number = '' AND changed_at < %s RETURNING id"


@transaction.atomic
def purge_drafts(*, actor: Actor, at: datetime) -> Outcome[int]:
    since = kept_since(at)
    return Outcome(done=sorted(pk for (pk,) in fetch_rows(_DELETE, [since])) if since else [])
