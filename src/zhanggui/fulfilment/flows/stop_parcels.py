"""Stop parcels: from now on every station refuses them, and says why.

Afterwards a parcel without paper is void at once and has given back its stock. One that was printed is stopped: its
unpicked pieces are free for others, its paper and picked goods must come to the stop basket, which
`clear_stopped_parcels` empties. A stop that comes twice changes nothing more.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.stopping import stop_each
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.rules.hiding import masked


@transaction.atomic
def stop_parcels(*, parcel_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    lock_orders_of(parcel_ids)
    return stop_each(dict.fromkeys(parcel_ids, masked(reason)), actor=actor, at=at)
