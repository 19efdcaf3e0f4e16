"""Take freight tables away.

Afterwards the carrier has the table that counts for all warehouses, or no price.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import FreightTable
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def drop_freight_tables(*, table_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return drop_rows(FreightTable.objects.visible_to(actor), table_ids, actor=actor, at=at)
