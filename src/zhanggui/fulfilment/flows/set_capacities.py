"""Say how many parcels warehouses get through in a day.

Afterwards no more are planned for a warehouse than that, until midnight; 0 takes the limit away.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import Capacity
from zhanggui.fulfilment.places.rows import check_warehouse, drop_rows, refused_by, set_rows, visible_warehouses
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


class CapacityDraft(NamedTuple):
    """Parcels a day; 0 for no limit."""

    warehouse_id: int
    parcels: int


@transaction.atomic
def set_capacities(*, capacities: Sequence[CapacityDraft], actor: Actor, at: datetime) -> Outcome[str]:
    warehouses = visible_warehouses(actor)
    drafts = {warehouses.get(draft.warehouse_id, str(draft.warehouse_id)): draft for draft in capacities}
    refused = refused_by(drafts, lambda draft: check_warehouse(draft.warehouse_id, warehouses))
    ready = {name: draft for name, draft in drafts.items() if name not in refused}

    unlimited = [draft.warehouse_id for draft in ready.values() if draft.parcels <= 0]
    limits = Capacity.objects.filter(warehouse_id__among=unlimited)
    drop_rows(limits, list(limits.values_list("pk", flat=True)), actor=actor, at=at)
    rows = {name: draft for name, draft in ready.items() if draft.parcels > 0}
    set_rows(Capacity, CapacityDraft._fields, ("warehouse_id",), rows, actor=actor, at=at)
    return Outcome(done=list(ready), refused=refused)
