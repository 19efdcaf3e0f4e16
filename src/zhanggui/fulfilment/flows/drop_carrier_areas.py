"""Take areas off the list of a carrier.

Afterwards what is said of the area around them counts, or that the carrier delivers.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import CarrierArea
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def drop_carrier_areas(*, area_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return drop_rows(CarrierArea.objects.all(), area_ids, actor=actor, at=at)
