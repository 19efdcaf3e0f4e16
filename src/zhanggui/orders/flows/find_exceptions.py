"""Find what keeps orders from moving.

Afterwards each order of the set that does not move is in the pool with the one cause that counts now, the post it falls
to and its deadline; one that moves is not. Who has an order keeps it as long as its cause stays. Only orders of which
something is to be written are locked.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.pool.naming import differing, name_locked


@transaction.atomic
def find_exceptions(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    if changed := differing(order_ids, at=at):
        name_locked(changed, at=at)
    return Outcome(done=list(dict.fromkeys(order_ids)))
