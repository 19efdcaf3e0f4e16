"""Take regions off the list of a warehouse.

Afterwards the warehouse sends there no more and no less gladly than anywhere.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import ServiceRegion
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def drop_service_regions(*, region_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return drop_rows(ServiceRegion.objects.visible_to(actor), region_ids, actor=actor, at=at)
