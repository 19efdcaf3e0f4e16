"""Say how gladly warehouses send to regions.

Afterwards each warehouse has these points for its region, in place of what was said before. A city counts before its
province.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import ServiceRegion
from zhanggui.fulfilment.places.rows import check_warehouse, refused_by, set_rows, visible_warehouses
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

MOST_POINTS = 100_000


class RegionUnclear(Refusal):
    """A region needs its province and its points, at most {most}."""


class RegionDraft(NamedTuple):
    """Points for a province, or for one city of it."""

    warehouse_id: int
    state: str
    city: str
    preference: int


@transaction.atomic
def set_service_regions(*, regions: Sequence[RegionDraft], actor: Actor, at: datetime) -> Outcome[str]:
    warehouses = visible_warehouses(actor)
    drafts = {_name(draft, warehouses): draft for draft in regions}

    def check(draft: RegionDraft) -> None:
        check_warehouse(draft.warehouse_id, warehouses)
        if not draft.state or abs(draft.preference) > MOST_POINTS:
            raise RegionUnclear(most=MOST_POINTS)

    refused = refused_by(drafts, check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(ServiceRegion, RegionDraft._fields, ("warehouse_id", "state", "city"), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)


def _name(draft: RegionDraft, warehouses: dict[int, str]) -> str:
    place = warehouses.get(draft.warehouse_id, str(draft.warehouse_id))
    return " ".join(filter(None, [place, draft.state, draft.city]))
