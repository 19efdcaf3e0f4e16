"""Send parcels with another carrier, as long as they are planned and not in a wave.

Afterwards each parcel goes with that carrier from the warehouse it waits in, or is refused with what stands in the way.
`restore_parcels` takes it back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.places.replacing import Wish, place_again
from zhanggui.fulfilment.places.rows import check_carrier
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def reroute_parcels(*, parcel_ids: Sequence[int], carrier: str, actor: Actor, at: datetime) -> Outcome[int]:
    check_carrier(carrier)
    return place_again(dict.fromkeys(parcel_ids, Wish(carrier=carrier, keeps_warehouse=True)), actor=actor, at=at)
