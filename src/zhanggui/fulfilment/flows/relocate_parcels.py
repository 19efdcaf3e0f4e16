"""Send parcels from another warehouse, as long as they are planned and not in a wave.

Afterwards each parcel holds its stock in that warehouse and goes with the best carrier there, or is refused with the
reason and holds what it held. `restore_parcels` takes it back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.places.replacing import Wish, place_again
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def relocate_parcels(*, parcel_ids: Sequence[int], warehouse_id: int, actor: Actor, at: datetime) -> Outcome[int]:
    return place_again(dict.fromkeys(parcel_ids, Wish(warehouse_id)), actor=actor, at=at)
