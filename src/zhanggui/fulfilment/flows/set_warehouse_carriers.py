"""Say which carriers collect at warehouses, and under which account.

Afterwards only carriers that are switched on are chosen there. A warehouse for which nothing is said sends with the
carrier of the shop.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import WarehouseCarrier
from zhanggui.fulfilment.places.rows import check_carrier, check_warehouse, refused_by, set_rows, visible_warehouses
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


class CollectionDraft(NamedTuple):
    """A carrier at a warehouse, on or off."""

    warehouse_id: int
    carrier: str
    is_enabled: bool = True
    account: str = ""


@transaction.atomic
def set_warehouse_carriers(*, carriers: Sequence[CollectionDraft], actor: Actor, at: datetime) -> Outcome[str]:
    warehouses = visible_warehouses(actor)
    drafts = {f"{warehouses.get(draft.warehouse_id, draft.warehouse_id)} {draft.carrier}": draft for draft in carriers}

    def check(draft: CollectionDraft) -> None:
        check_warehouse(draft.warehouse_id, warehouses)
        check_carrier(draft.carrier)

    refused = refused_by(drafts, check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(WarehouseCarrier, CollectionDraft._fields, ("warehouse_id", "carrier"), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)
